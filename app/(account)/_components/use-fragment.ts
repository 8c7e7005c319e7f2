import { useWindowEvent } from "@mantine/hooks";
import { useEffect, useState } from "react";

/**
 * What stands after the `#` of the address, taken out of the address bar and the history at once. `null` where nothing stands
 * there, `undefined` while that is not known, as it is on the server, which no browser tells.
 */
export function useFragment(): string | null | undefined {
  const [fragment, setFragment] = useState<string | null>();
  const take = () => {
    const found = window.location.hash.slice(1);
    if (found !== "") window.history.replaceState(null, "", window.location.pathname + window.location.search);
    setFragment((known) => found || (known ?? null));
  };
  useEffect(take, []);
  useWindowEvent("hashchange", take);
  return fragment;
}
