import { and, eq, gte, lt, type SQL } from "drizzle-orm";
import { auditEvents } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { type Count, countRows } from "@/server/domain/lists/count";
import { type Keyset, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import type { AuditEventFilter, AuditEventItem, ListAuditEvents } from "./schema";

const newestFirst: Keyset = { column: auditEvents.occurredAt, id: auditEvents.id, isDescending: true };

/** A page of the events that match, newest first. Throws `malformed` for a cursor of another list. */
export async function listAuditEvents(
  ctx: Context,
  { limit, cursor, ...filter }: ListAuditEvents,
): Promise<Page<AuditEventItem>> {
  return pageOf(ctx, {
    scope: { list: "audit-events", filter },
    cursor,
    limit,
    fetch: async (after, count) => {
      const rows = await ctx.db
        .select()
        .from(auditEvents)
        .where(and(matching(filter), after && rowsAfter(newestFirst, after)))
        .orderBy(...orderOf(newestFirst))
        .limit(count);
      return rows.map(toItem);
    },
    positionOf: (event) => ({ value: event.occurredAt, id: event.id }),
  });
}

export async function countAuditEvents(ctx: Context, filter: AuditEventFilter): Promise<Count> {
  return countRows(ctx, auditEvents, matching(filter));
}

function matching(filter: AuditEventFilter): SQL | undefined {
  const equal = <T>(column: Parameters<typeof eq>[0], value: T | undefined) =>
    value === undefined ? undefined : eq(column, value);
  return and(
    equal(auditEvents.actorId, filter.actor),
    equal(auditEvents.action, filter.action),
    equal(auditEvents.subjectType, filter.subjectType),
    equal(auditEvents.subjectId, filter.subjectId),
    equal(auditEvents.ip, filter.ip),
    equal(auditEvents.requestId, filter.requestId),
    equal(auditEvents.batchId, filter.batchId),
    filter.from === undefined ? undefined : gte(auditEvents.occurredAt, filter.from),
    filter.to === undefined ? undefined : lt(auditEvents.occurredAt, filter.to),
  );
}

function toItem(row: typeof auditEvents.$inferSelect): AuditEventItem {
  const { actorKind, actorId, actorLabel, subjectType, subjectId, subjectLabel, canonical: _, ...event } = row;
  return {
    ...event,
    actor: { kind: actorKind, id: actorId, label: actorLabel },
    subject: { type: subjectType, id: subjectId, label: subjectLabel },
    leafIndex: null,
  };
}
