import type { ChosenText } from "@/app/_components/filter-chip";

/** What is chosen of a closed list, the shorter way: "is prod", "is not retired". Undefined where nothing is. */
export function chosenText<Value extends string>(
  all: readonly Value[],
  chosen: readonly Value[],
): ChosenText | undefined {
  const left = all.filter((value) => !chosen.includes(value));
  if (left.length === 0) return { verb: "is", value: "any" };
  const [only] = left;
  if (only !== undefined && left.length === 1 && chosen.length > 1) return { verb: "is not", value: only };
  return valuesText(chosen);
}

/** What is chosen of texts: "is core or data". Of tags, all are asked for: "is pci and ha". */
export function valuesText(chosen: readonly string[], type: "disjunction" | "conjunction" = "disjunction") {
  if (chosen.length === 0) return undefined;
  return { verb: "is", value: new Intl.ListFormat("en", { type }).format(chosen) };
}

/** A moment in a filter, to the minute: "2026-01-31 00:00 UTC". What is none stands as it came. */
export function sinceText(since: string | null): ChosenText | undefined {
  if (since === null) return undefined;
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(since);
  return { verb: "since", value: isMoment ? `${since.slice(0, 10)} ${since.slice(11, 16)} UTC` : since };
}
