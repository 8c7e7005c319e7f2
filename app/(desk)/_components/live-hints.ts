/** That something has changed. Without an id: many of this noun. */
export type Hint = { noun: string; id: string | null };

/** What reaches a page: hints, or `reset` where some may have been missed. */
export type Heard = readonly Hint[] | "reset";

/** Joins what was heard one after the other, each hint once. */
export function joined(before: Heard, after: Heard): Heard {
  if (before === "reset" || after === "reset") return "reset";
  const byKey = new Map([...before, ...after].map((hint) => [`${hint.noun} ${hint.id}`, hint]));
  return [...byKey.values()];
}

/** Of which things of a noun something was heard: their ids, `many` where it is not known which, undefined for none. */
export function idsOf(noun: string, heard: Heard): readonly string[] | "many" | undefined {
  if (heard === "reset") return "many";
  const ids = heard.flatMap((hint) => (hint.noun === noun ? [hint.id] : []));
  if (ids.length === 0) return undefined;
  return ids.every((id) => id !== null) ? ids : "many";
}
