import { useCallback, useState } from "react";
import type { Host } from "@/server/domain/hosts/schema";
import { extentOf, nothingSelected, refreshed, toggled, withAll, without } from "./selection";

/** What is selected of the list, whichever page it stands on. `hosts` is the page that is shown. */
export function useSelection(hosts: readonly Host[]) {
  const [kept, setSelection] = useState(nothingSelected);
  const selection = refreshed(kept, hosts);
  // What the page shows of a host is what its editor has seen.
  if (selection !== kept) setSelection(selection);

  const toggle = useCallback((host: Host) => setSelection((old) => toggled(old, host)), []);
  const extent = extentOf(selection, hosts);
  const togglePage = () => setSelection(extent === "all" ? without(selection, hosts) : withAll(selection, hosts));
  const refresh = (newer: readonly Host[]) => setSelection((old) => refreshed(old, newer));
  const drop = (gone: readonly Pick<Host, "id">[]) => setSelection((old) => without(old, gone));
  const clear = () => setSelection(nothingSelected);
  return { selection, extent, toggle, togglePage, refresh, drop, clear };
}
