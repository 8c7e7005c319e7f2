"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { debounce } from "nuqs";
import { useRef } from "react";
import { useApi } from "@/app/_components/api-provider";
import { ExportButton } from "@/app/_components/export-button";
import { ListFailure } from "@/app/_components/list-failure";
import { PageHeader } from "@/app/_components/page-header";
import { Pager } from "@/app/_components/pager";
import { SearchField } from "@/app/_components/search-field";
import { countText } from "@/app/_lib/count-text";
import { useUrlState } from "@/app/_lib/use-url-state";
import { EventFilters } from "./event-filters";
import { EventPanel } from "./event-panel";
import { EventTable } from "./event-table";
import { filterOf, type ListState, listState, noFilters, pageOf } from "./list-state";
import { NoEvents } from "./no-events";
import { SearchReach } from "./search-reach";
import { useEventKeys } from "./use-event-keys";
import { useOpenEvent } from "./use-open-event";

const typingPauseMilliseconds = 250;

/** The audit log, newest first, searched, narrowed down and paged by what stands in the URL. */
export function EventList() {
  const api = useApi();
  const [state, change] = useUrlState(listState);
  const [q] = useDebouncedValue(state.q, typingPauseMilliseconds);
  const wanted = { ...state, q };
  const list = useQuery({ ...api.auditEvents.list.queryOptions(pageOf(wanted)), placeholderData: keepPreviousData });
  const count = useQuery({
    ...api.auditEvents.count.queryOptions(filterOf(wanted)),
    placeholderData: keepPreviousData,
  });

  const filter = filterOf(wanted);
  const events = list.data?.items ?? [];
  const open = useOpenEvent(state.event, events);
  const narrow = (part: Partial<ListState>) => change({ ...part, cursor: null, event: null });
  const clear = () => narrow({ ...noFilters, q: "" });
  const search = (text: string) =>
    change({ q: text, cursor: null }, { history: "replace", limitUrlUpdates: debounce(typingPauseMilliseconds) });
  const close = () => change({ event: null });

  const rows = useRef<HTMLDivElement>(null);
  useEventKeys(rows, events, {
    openId: open?.id ?? null,
    open: (id) => change({ event: id }, { history: "replace" }),
    close,
  });

  return (
    <>
      <PageHeader
        title="Audit"
        note={count.data && countText(count.data, "event")}
        actions={<ExportButton path="/api/v1/audit-events" filter={filter} noun="audit event" />}
      >
        <SearchField label="Search the log" value={state.q} onChange={search} />
        <EventFilters state={state} events={events} change={narrow} />
        {filter.q !== undefined && filter.from === undefined && <SearchReach search={narrow} />}
      </PageHeader>
      {list.error && (
        <ListFailure
          error={list.error}
          retry={() => list.refetch()}
          restart={() => change({ cursor: null })}
          clear={clear}
        />
      )}
      {list.data && events.length === 0 && <NoEvents clear={clear} />}
      {(events.length > 0 || open) && (
        <EventPanel event={open} close={close}>
          <div ref={rows}>
            <EventTable
              events={events}
              openId={state.event}
              open={(id) => change({ event: id })}
              isBusy={list.isPlaceholderData}
            />
          </div>
        </EventPanel>
      )}
      <Pager
        shown={events.length}
        total={count.data}
        next={list.data?.nextCursor}
        cursor={state.cursor}
        nextLabel="Older"
        goTo={(cursor) => change({ cursor, event: null }, { scroll: true })}
      />
    </>
  );
}
