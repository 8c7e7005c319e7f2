"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { debounce } from "nuqs";
import { useRef } from "react";
import { ListFailure } from "@/app/_components/list-failure";
import { Pager } from "@/app/_components/pager";
import { useUrlState } from "@/app/_lib/use-url-state";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { EventListHeader } from "./event-list-header";
import { EventPanel } from "./event-panel";
import { EventTable } from "./event-table";
import { type ListState, listState, noFilters } from "./list-state";
import { NoEvents } from "./no-events";
import { useEventKeys } from "./use-event-keys";
import { useEventList } from "./use-event-list";
import { useEventSteps } from "./use-event-steps";
import { useOpenEvent } from "./use-open-event";

const typingPauseMilliseconds = 250;
const noEvents: readonly AuditEventItem[] = [];

/** The audit log, newest first, searched, narrowed down and paged by what stands in the URL. */
export function EventList() {
  const [state, change] = useUrlState(listState);
  const [q] = useDebouncedValue(state.q, typingPauseMilliseconds);
  const { list, filter, count } = useEventList({ ...state, q });
  const events = list.data?.items ?? noEvents;
  const open = useOpenEvent(state.event, events);

  const narrow = (part: Partial<ListState>) => change({ ...part, cursor: null, event: null });
  const clear = () => narrow({ ...noFilters, q: "" });
  const search = (text: string) =>
    change({ q: text, cursor: null }, { history: "replace", limitUrlUpdates: debounce(typingPauseMilliseconds) });
  const close = () => change({ event: null });

  const rows = useRef<HTMLDivElement>(null);
  const steps = useEventSteps({
    state,
    events,
    nextCursor: list.data?.nextCursor,
    show: (place) => change(place, { history: "replace" }),
  });
  useEventKeys(rows, events, { openId: open?.id ?? null, steps, close });

  return (
    <>
      <EventListHeader
        state={state}
        filter={filter}
        count={count}
        events={events}
        isFetching={list.isFetching}
        search={search}
        narrow={narrow}
        onNewsShown={() => rows.current?.focus({ preventScroll: true })}
      />
      <WhyNone list={list} restart={() => change({ cursor: null })} clear={clear} />
      {(events.length > 0 || open) && (
        <EventPanel event={open} steps={steps} close={close}>
          <div ref={rows} tabIndex={-1}>
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
        total={count}
        next={list.data?.nextCursor}
        cursor={state.cursor}
        nextLabel="Older"
        goTo={(cursor) => change({ cursor, event: null }, { scroll: true })}
      />
    </>
  );
}

type WhyNoneProps = { list: ReturnType<typeof useEventList>["list"]; restart: () => void; clear: () => void };

/** Why there are no rows, where there are none. */
function WhyNone({ list, restart, clear }: WhyNoneProps) {
  if (list.error)
    return <ListFailure error={list.error} retry={() => list.refetch()} restart={restart} clear={clear} />;
  return list.data?.items.length === 0 ? <NoEvents clear={clear} /> : null;
}
