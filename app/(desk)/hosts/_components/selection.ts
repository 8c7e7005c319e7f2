import type { Host } from "@/server/domain/hosts/schema";

/** The hosts that somebody has picked, as they were seen last, by their ids. */
export type Selection = ReadonlyMap<string, Host>;

export const nothingSelected: Selection = new Map();

export function toggled(selection: Selection, host: Host): Selection {
  return selection.has(host.id) ? without(selection, [host]) : withAll(selection, [host]);
}

export function withAll(selection: Selection, hosts: readonly Host[]): Selection {
  return new Map([...selection, ...hosts.map((host) => [host.id, host] as const)]);
}

export function without(selection: Selection, hosts: readonly Pick<Host, "id">[]): Selection {
  const gone = new Set(hosts.map(({ id }) => id));
  return new Map([...selection].filter(([id]) => !gone.has(id)));
}

/** The selection with its hosts as they are shown now; the same one where nothing is newer. */
export function refreshed(selection: Selection, hosts: readonly Host[]): Selection {
  const newer = hosts.filter((host) => host.version > (selection.get(host.id)?.version ?? Number.POSITIVE_INFINITY));
  return newer.length === 0 ? selection : withAll(selection, newer);
}

/** How much of a page is selected. */
export function extentOf(selection: Selection, hosts: readonly Host[]): "none" | "some" | "all" {
  const count = hosts.filter(({ id }) => selection.has(id)).length;
  if (count === 0) return "none";
  return count === hosts.length ? "all" : "some";
}
