import type { RefObject } from "react";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";

type Opening = {
  openId: string | null;
  open: (id: string) => void;
  close: () => void;
};

/**
 * Walks the log with j and k: from row to row, where Enter opens an event, and while one is open, from event to event. Escape
 * closes it.
 */
export function useEventKeys(
  list: RefObject<HTMLElement | null>,
  events: readonly AuditEventItem[],
  { openId, open, close }: Opening,
): void {
  const buttonOf = (id: string | undefined) =>
    list.current?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id ?? "")}"] button`);
  const step = (by: 1 | -1) => {
    const focusedId = document.activeElement?.closest<HTMLElement>("tr[data-id]")?.dataset.id;
    const index = events.findIndex(({ id }) => id === (openId ?? focusedId));
    const next = events[index < 0 ? 0 : index + by];
    if (!next) return;
    if (openId !== null) open(next.id);
    else buttonOf(next.id)?.focus({ preventScroll: true });
    buttonOf(next.id)?.closest("tr")?.scrollIntoView({ block: "nearest" });
  };
  const leave = () => {
    if (openId === null) return;
    close();
    buttonOf(openId)?.focus();
  };
  useShortcuts({ j: () => step(1), k: () => step(-1), ...(openId !== null && { Escape: leave }) });
}
