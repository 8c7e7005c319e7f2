"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { ListFailure } from "@/app/_components/list-failure";
import { PageHeader } from "@/app/_components/page-header";
import { Pager } from "@/app/_components/pager";
import { countText } from "@/app/_lib/count-text";
import { useUrlState } from "@/app/_lib/use-url-state";
import { EventPanel } from "./event-panel";
import { EventTable } from "./event-table";
import { FilterChips } from "./filter-chips";
import { filterOf, listState, noFilters, pageOf } from "./list-state";
import { NoEvents } from "./no-events";

/** The audit log, newest first, narrowed down and paged by what stands in the URL. */
export function EventList() {
  const api = useApi();
  const [state, change] = useUrlState(listState);
  const list = useQuery({ ...api.auditEvents.list.queryOptions(pageOf(state)), placeholderData: keepPreviousData });
  const count = useQuery({ ...api.auditEvents.count.queryOptions(filterOf(state)), placeholderData: keepPreviousData });

  const events = list.data?.items ?? [];
  const isFiltered = Object.keys(filterOf(state)).length > 0;
  const clear = () => change({ ...noFilters, cursor: null, event: null });

  return (
    <>
      <PageHeader title="Audit" note={count.data && countText(count.data, "event")}>
        {isFiltered && (
          <FilterChips state={state} events={events} change={(filters) => change({ ...filters, cursor: null })} />
        )}
      </PageHeader>
      {list.error && (
        <ListFailure error={list.error} retry={() => list.refetch()} restart={() => change({ cursor: null })} />
      )}
      {list.data && events.length === 0 && <NoEvents clear={clear} />}
      {events.length > 0 && (
        <EventPanel event={events.find(({ id }) => id === state.event)} close={() => change({ event: null })}>
          <EventTable
            events={events}
            openId={state.event}
            open={(id) => change({ event: id })}
            isBusy={list.isPlaceholderData}
          />
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
