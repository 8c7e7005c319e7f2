import type { Count } from "@/app/_lib/count-text";
import type { AuditEventFilter, AuditEventItem } from "@/server/domain/audit-events/schema";

type Events = readonly Pick<AuditEventItem, "occurredAt">[];

/** What matches a filter and did not happen before the newest event shown, which is the first. */
export function newerThan(filter: AuditEventFilter, [newest]: Events): AuditEventFilter {
  return newest ? { ...filter, from: newest.occurredAt } : filter;
}

/** How many of these are not shown yet; undefined for none. */
export function uncounted({ count, isExact }: Count, events: Events): Count | undefined {
  const shown = events.filter(({ occurredAt }) => occurredAt === events[0]?.occurredAt).length;
  return count > shown || !isExact ? { count: Math.max(0, count - shown), isExact } : undefined;
}
