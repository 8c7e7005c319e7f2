import { useMounted } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { previousPage, rememberStep } from "@/app/_lib/page-trail";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import { type ListState, pageOf } from "./list-state";

/** To the event before the open one in the list, and to the one after it; undefined where there is none. */
export type EventSteps = { previous?: (() => void) | undefined; next?: (() => void) | undefined };

type Shown = {
  state: ListState;
  events: readonly AuditEventItem[];
  /** The cursor of the page that follows. */
  nextCursor: string | null | undefined;
  show: (place: Pick<ListState, "cursor" | "event">) => void;
};

/** Walks from event to event, and from page to page where one ends. An event that is not on the page has no neighbours. */
export function useEventSteps({ state, events, nextCursor, show }: Shown): EventSteps {
  const { list } = useApi().auditEvents;
  const queryClient = useQueryClient();
  const isMounted = useMounted();
  const { cursor, event } = state;
  const index = events.findIndex(({ id }) => id === event);
  if (index < 0) return {};

  const showAt = (place: number) => {
    const neighbour = events[place];
    return neighbour && (() => show({ cursor, event: neighbour.id }));
  };
  const turnTo = (page: string | null, end: 0 | -1) => async () => {
    const read = queryClient.query(list.queryOptions(pageOf({ ...state, cursor: page })));
    // A page that cannot be read says so itself.
    const items = await read.then((answer) => answer.items).catch(() => []);
    if (end === 0 && page !== null) rememberStep(cursor, page);
    show({ cursor: page, event: items.at(end)?.id ?? null });
  };
  const before = isMounted && cursor !== null ? previousPage(cursor) : undefined;
  return {
    previous: showAt(index - 1) ?? (before === undefined ? undefined : () => void turnTo(before, -1)()),
    next: showAt(index + 1) ?? (nextCursor ? () => void turnTo(nextCursor, 0)() : undefined),
  };
}
