import { exactTime } from "@/app/_lib/time";
import type { ChosenText } from "./filter-chip";

/** Since when and until when, in UTC. */
export type Range = { from: string | null; to: string | null };

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

/** A filter that has one value, in words; undefined where it has none. */
export const isText = (value: string | null): ChosenText | undefined =>
  value === null ? undefined : { verb: "is", value };

/** The range of time in words. Midnight goes without saying. */
export function rangeText({ from, to }: Range): ChosenText | undefined {
  if (from !== null && to !== null) return { verb: "is", value: `${momentText(from)} to ${momentText(to)}` };
  if (from !== null) return { verb: "since", value: momentText(from) };
  return to === null ? undefined : { verb: "before", value: momentText(to) };
}

function momentText(iso: string): string {
  const text = exactTime(iso);
  return text.replace(/ 00:00:00 UTC$/, "");
}
