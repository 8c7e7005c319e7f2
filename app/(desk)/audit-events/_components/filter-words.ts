import { rangeText } from "@/app/_components/filter-text";
import type { AuditEventFilter, AuditEventItem } from "@/server/domain/audit-events/schema";
import { numbers } from "@/server/domain/numbers";
import { actorText, subjectText } from "./filter-text";

/** The filters that are set, each by its name and in words, in the order in which they stand. */
export function filterWords(
  filter: AuditEventFilter,
  events: readonly AuditEventItem[],
): [name: string, value: string][] {
  const { q, from = null, to = null, actor = null, action, subjectType = null, subjectId = null } = filter;
  const range = rangeText({ from, to });
  const subject = subjectText({ subjectType, subjectId }, events);
  const words: [name: string, value: string | undefined][] = [
    ["Search", q],
    ["When", range && (range.verb === "is" ? range.value : `${range.verb} ${range.value}`)],
    ["Looked back", q !== undefined && from === null ? `${numbers.audit.textSearchDays} days` : undefined],
    ["Actor", actorText(actor, events)?.value],
    ["Action", action],
    ["Subject", subject && (subject.verb === "is a" ? `any ${subject.value}` : subject.value)],
    ["IP", filter.ip],
    ["Request id", filter.requestId],
    ["Batch", filter.batchId],
  ];
  return words.filter((pair): pair is [string, string] => pair[1] !== undefined);
}
