import type { ChosenText } from "@/app/_components/filter-chip";
import { shortId } from "@/app/_lib/short-id";
import { exactTime } from "@/app/_lib/time";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import type { Filters } from "./list-state";

/** A filter that has one value, in words; undefined where it has none. */
export const isText = (value: string | null): ChosenText | undefined =>
  value === null ? undefined : { verb: "is", value };

/** The range of time in words. Midnight goes without saying. */
export function rangeText({ from, to }: Pick<Filters, "from" | "to">): ChosenText | undefined {
  if (from !== null && to !== null) return { verb: "is", value: `${momentText(from)} to ${momentText(to)}` };
  if (from !== null) return { verb: "since", value: momentText(from) };
  return to === null ? undefined : { verb: "before", value: momentText(to) };
}

function momentText(iso: string): string {
  const text = exactTime(iso);
  return text.replace(/ 00:00:00 UTC$/, "");
}

/** The name behind an actor's id, as far as the events shown know it. */
export function actorText(actor: string | null, events: readonly AuditEventItem[]): ChosenText | undefined {
  if (actor === null) return undefined;
  const known = events.find((event) => event.actor.id === actor);
  return { verb: "is", value: known?.actor.label ?? (actor.includes("-") ? shortId(actor) : actor) };
}

/** The type and the id of a subject are one filter for people. */
export function subjectText(
  { subjectType, subjectId }: Pick<Filters, "subjectType" | "subjectId">,
  events: readonly AuditEventItem[],
): ChosenText | undefined {
  if (subjectId === null) return subjectType === null ? undefined : { verb: "is a", value: subjectType };
  const known = events.find((event) => event.subject.id === subjectId);
  return { verb: "is", value: known?.subject.label ?? shortId(subjectId) };
}
