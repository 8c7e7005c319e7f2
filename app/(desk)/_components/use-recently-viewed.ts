import { useEffect } from "react";
import { useProfile } from "./profile";
import { forgetView, recentlyViewed, recordView, type Viewed } from "./recently-viewed";

/** Remembers that a host was looked at, for the palette. One that is gone is forgotten. */
export function useRecordView({ id, hostname }: Viewed, isGone: boolean): void {
  const { id: userId } = useProfile();
  useEffect(() => {
    if (isGone) forgetView(localStorage, userId, id);
    else recordView(localStorage, userId, { id, hostname });
  }, [userId, id, hostname, isGone]);
}

/** The hosts that were looked at last, as they were when this was first painted. */
export function useRecentlyViewed(): readonly Viewed[] {
  const { id } = useProfile();
  return recentlyViewed(localStorage, id);
}
