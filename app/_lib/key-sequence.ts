/** What a key leads to: the shortcut that it ends, or the keys typed so far of one that goes on. */
type Step = { match?: string; pending: string };

/** Follows the keys of sequences such as "g h". A key that does not go on with what was begun begins anew. */
export function followKey(pending: string, key: string, sequences: readonly string[]): Step {
  const typed = pending === "" ? key : `${pending} ${key}`;
  if (sequences.includes(typed)) return { match: typed, pending: "" };
  if (sequences.some((sequence) => sequence.startsWith(`${typed} `))) return { pending: typed };
  return pending === "" ? { pending: "" } : followKey("", key, sequences);
}
