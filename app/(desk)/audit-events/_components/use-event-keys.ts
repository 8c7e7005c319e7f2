import { type RefObject, useEffect } from "react";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import type { EventSteps } from "./use-event-steps";

type Opening = {
  openId: string | null;
  /** To the neighbours of the open event. */
  steps: EventSteps;
  close: () => void;
};

/**
 * Walks the log with j and k: from row to row, where Enter opens an event, and while one is open, from event to event. Escape
 * closes it. The row of the open event is kept in sight.
 */
export function useEventKeys(
  list: RefObject<HTMLElement | null>,
  events: readonly AuditEventItem[],
  { openId, steps, close }: Opening,
): void {
  const buttonOf = (id: string | null | undefined) =>
    list.current?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id ?? "")}"] button`);
  const bringInSight = (id: string | null): void => {
    buttonOf(id)?.closest("tr")?.scrollIntoView({ block: "nearest" });
  };
  const stepInRows = (by: 1 | -1) => {
    const focusedId = document.activeElement?.closest<HTMLElement>("tr[data-id]")?.dataset.id;
    const index = events.findIndex(({ id }) => id === focusedId);
    const next = events[index < 0 ? 0 : index + by];
    if (!next) return;
    buttonOf(next.id)?.focus({ preventScroll: true });
    bringInSight(next.id);
  };
  const leave = () => {
    close();
    buttonOf(openId)?.focus();
  };
  const [next, previous] = openId === null ? [() => stepInRows(1), () => stepInRows(-1)] : [steps.next, steps.previous];
  useShortcuts({
    ...(next && { j: next }),
    ...(previous && { k: previous }),
    ...(openId !== null && { Escape: leave }),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the row is looked for when another event opens, or its page comes
  useEffect(() => {
    bringInSight(openId);
  }, [openId, events]);
}
