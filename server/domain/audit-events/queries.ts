import { and, eq, getTableColumns, gte, lt, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { type Count, countRows } from "@/server/domain/lists/count";
import { type Keyset, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import { numbers } from "@/server/domain/numbers";
import type { AuditEventFilter, AuditEventItem, HistoryItem, ListAuditEvents } from "./schema";

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

type Subject = { type: string; id: string };
type Paging = Pick<ListAuditEvents, "limit" | "cursor">;

/** A page of what happened to a subject, newest first, without from where. Throws `malformed` for a foreign cursor. */
export async function listHistory(
  ctx: Context,
  { type, id }: Subject,
  { limit, cursor }: Paging,
): Promise<Page<HistoryItem>> {
  return pageOf(ctx, {
    scope: { list: "history", type, id },
    cursor,
    limit,
    fetch: async (after, count) => {
      const isOfSubject = matching({ subjectType: type, subjectId: id });
      const rows = await ctx.db
        .select(historyColumns)
        .from(auditEvents)
        .where(and(isOfSubject, after && rowsAfter(newestFirst, after)))
        .orderBy(...orderOf(newestFirst))
        .limit(count);
      return rows.map(toHistoryItem);
    },
    positionOf: (event) => ({ value: event.occurredAt, id: event.id }),
  });
}

/** The last changes of the inventory, newest first; of a change of many hosts, the event that stands for all of it. */
export async function listRecentChanges(ctx: Context): Promise<{ items: HistoryItem[] }> {
  const since = new Date(ctx.now().getTime() - numbers.hosts.recentDays * 86_400_000).toISOString();
  const rows = await ctx.db
    .select(historyColumns)
    .from(auditEvents)
    // Word for word the condition of the index.
    .where(
      and(
        gte(auditEvents.occurredAt, since),
        sql`subject_type in ('host', 'import', 'bulk-edit') and (batch_id is null or subject_type <> 'host')`,
      ),
    )
    .orderBy(...orderOf(newestFirst))
    .limit(numbers.hosts.recentChanges);
  return { items: rows.map(toHistoryItem) };
}

const { id, occurredAt, action, before, after: afterwards, reason, batchId } = getTableColumns(auditEvents);
const { actorKind, actorLabel, subjectType, subjectId, subjectLabel } = getTableColumns(auditEvents);
const told = { id, occurredAt, action, before, after: afterwards, reason, batchId };
const historyColumns = { ...told, actorKind, actorLabel, subjectType, subjectId, subjectLabel };

type HistoryRow = Pick<typeof auditEvents.$inferSelect, keyof typeof historyColumns>;

function toHistoryItem(row: HistoryRow): HistoryItem {
  const {
    actorKind: kind,
    actorLabel: label,
    subjectType: type,
    subjectId: subject,
    subjectLabel: named,
    ...rest
  } = row;
  return { ...rest, actor: { kind, label }, subject: { type, id: subject, label: named } };
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
