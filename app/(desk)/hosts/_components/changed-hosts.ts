import { type Heard, idsOf } from "@/app/(desk)/_components/live-hints";

/** Which hosts have changed since the list was fetched; `isMore` where others may have too. */
export type ChangedHosts = { ids: ReadonlySet<string>; isMore: boolean };

export const noneChanged: ChangedHosts = { ids: new Set(), isMore: false };

/** One's own change is no news. Asked of an id, or of "many". */
type IsOwn = (id: string) => boolean;

/** Adds what was heard; the same where that is no news. */
export function withHeard(changed: ChangedHosts, heard: Heard, isOwn: IsOwn): ChangedHosts {
  const ids = idsOf("host", heard);
  if (ids === undefined) return changed;
  if (ids === "many") return isOwn("many") ? changed : { ...changed, isMore: true };
  const others = ids.filter((id) => !isOwn(id));
  return others.length === 0 ? changed : { ...changed, ids: new Set([...changed.ids, ...others]) };
}

/** `3 changed`, or undefined where there is no news. */
export function changedText({ ids, isMore }: ChangedHosts): string | undefined {
  if (isMore) return "Changes";
  return ids.size === 0 ? undefined : `${ids.size} changed`;
}
