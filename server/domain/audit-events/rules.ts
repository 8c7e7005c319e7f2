import { numbers } from "@/server/domain/numbers";
import type { AuditEventFilter } from "./schema";

/**
 * A filter with the range of time that it searches. A text is looked for in the last `numbers.audit.textSearchDays` of what is
 * past, or of what is before `to`, unless `from` says since when.
 */
export function withinReach(filter: AuditEventFilter, now: Date): AuditEventFilter {
  if (filter.q === undefined || filter.from !== undefined) return filter;
  const end = Math.min(now.getTime(), filter.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(filter.to));
  const from = new Date(Math.max(0, end - numbers.audit.textSearchDays * 86_400_000));
  return { ...filter, from: from.toISOString() };
}
