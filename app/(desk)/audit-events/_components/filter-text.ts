import type { ChosenText } from "@/app/_components/filter-chip";
import { shortId } from "@/app/_lib/short-id";
import type { AuditEventItem } from "@/server/domain/audit-events/schema";
import type { Filters } from "./list-state";

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
