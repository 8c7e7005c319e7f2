import { useCallback, useEffect, useRef, useState } from "react";
import { useHints } from "@/app/(desk)/_components/live-provider";
import { numbers } from "@/server/domain/numbers";
import { noneChanged, withHeard } from "./changed-hosts";

/** So long after a change of one's own, the hint about it is still on its way. */
const ownMilliseconds = 10_000;

/** Gathers which hosts others change, until the list is fetched again. */
export function useChangedHosts(isFetching: boolean) {
  const [changed, setChanged] = useState(noneChanged);
  const own = useRef({ ids: new Set<string>(), until: 0 });

  const isOwn = useCallback((id: string) => {
    const { ids, until } = own.current;
    if (Date.now() > until) return false;
    return id === "many" ? ids.size > numbers.streams.maxIdsPerNoun : ids.has(id);
  }, []);
  useHints((heard) => setChanged((old) => withHeard(old, heard, isOwn)));
  useEffect(() => {
    if (isFetching) setChanged(noneChanged);
  }, [isFetching]);

  /** Says which hosts one changes oneself. */
  const expectOwn = (ids: readonly string[]) => {
    own.current = { ids: new Set(ids), until: Date.now() + ownMilliseconds };
  };
  return { changed, expectOwn };
}
