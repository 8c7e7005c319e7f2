import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import type { Host } from "@/server/domain/hosts/schema";

/** The host that was opened last: whoever comes back finds the keyboard on its row. */
let opened: string | undefined;

function rememberOpened({ id }: Host): void {
  opened = id;
}

type Keys = {
  select: (host: Host) => void;
  edit: (host: Host) => void;
};

/**
 * Walks the rows of a table with j and k by moving the keyboard itself from link to link, so that Enter opens a row and a screen
 * reader says which it is. x selects the row and e edits it.
 */
export function useRowKeys(table: RefObject<HTMLTableElement | null>, hosts: readonly Host[], { select, edit }: Keys) {
  const current = useRef<string>(undefined);
  const rowOf = (id: string | undefined) =>
    id === undefined ? null : (table.current?.querySelector<HTMLElement>(`tr[data-id="${id}"]`) ?? null);
  const focused = () => document.activeElement?.closest<HTMLElement>("tr[data-id]");

  const focus = (id: string | undefined, block: ScrollLogicalPosition = "nearest") => {
    const row = rowOf(id);
    if (!row) return;
    current.current = id;
    row.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
    row.scrollIntoView({ block });
  };

  const step = (by: 1 | -1) => {
    const id = focused()?.dataset.id;
    const index = hosts.findIndex((host) => host.id === (id ?? current.current));
    // Who was elsewhere comes back to the row that was left.
    if (index < 0) focus(hosts[0]?.id);
    else focus(hosts[id === undefined ? index : Math.min(hosts.length - 1, Math.max(0, index + by))]?.id);
  };

  const withCurrent = (act: (host: Host) => void) => () => {
    const host = hosts.find(({ id }) => id === focused()?.dataset.id);
    if (host) act(host);
  };
  const open = (host: Host) => {
    rememberOpened(host);
    edit(host);
  };

  useShortcuts({ j: () => step(1), k: () => step(-1), x: withCurrent(select), e: withCurrent(open) });

  const comeBack = useEffectEvent(() => {
    focus(opened, "center");
    opened = undefined;
  });
  useEffect(() => comeBack(), []);

  return rememberOpened;
}
