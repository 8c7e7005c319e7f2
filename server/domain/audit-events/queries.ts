import { and, eq, getTableColumns, gte, lte, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { ActorKind } from "@/db/enums";
import { auditEvents } from "@/db/schema";
import { matching } from "@/server/domain/audit-rows/matching";
import {
  type AuditEventRow,
  auditEventColumns,
  newestFirst,
  selectAuditEvents,
} from "@/server/domain/audit-rows/select";
import { leafIndexesOf } from "@/server/domain/audit-tree/event-proof";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { type Count, countRows } from "@/server/domain/lists/count";
import { orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import { numbers } from "@/server/domain/numbers";
import { withinReach } from "./rules";
import type {
  AuditActor,
  AuditEventFilter,
  AuditEventItem,
  AuditEventReference,
  HistoryItem,
  ListAuditEvents,
} from "./schema";

/** A page of the events that match, newest first. Throws `malformed` for a cursor of another list. */
export async function listAuditEvents(
  ctx: Context,
  { limit, cursor, ...filter }: ListAuditEvents,
): Promise<Page<AuditEventItem>> {
  const searched = withinReach(filter, ctx.now());
  return pageOf(ctx, {
    scope: { list: "audit-events", filter },
    cursor,
    limit,
    fetch: async (after, count) => toItems(ctx, await selectAuditEvents(ctx, { filter: searched, after, count })),
    positionOf: (event) => ({ value: event.occurredAt, id: event.id }),
  });
}

export async function countAuditEvents(ctx: Context, filter: AuditEventFilter): Promise<Count> {
  return countRows(ctx, auditEvents, matching(withinReach(filter, ctx.now())));
}

/** Throws `not_found`. */
export async function getAuditEvent(ctx: Context, { id }: AuditEventReference): Promise<AuditEventItem> {
  const [event] = await ctx.db.select(auditEventColumns).from(auditEvents).where(eq(auditEvents.id, id));
  const [item] = await toItems(ctx, event ? [event] : []);
  if (!item) throw notFound("audit event");
  return item;
}

/** What there are events of, in order: the first `numbers.audit.maxSuggestions`. */
export async function listActions(ctx: Context): Promise<{ actions: string[] }> {
  return { actions: await distinctValues(ctx, auditEvents.action) };
}

/** The same for the types of their subjects. */
export async function listSubjectTypes(ctx: Context): Promise<{ subjectTypes: string[] }> {
  return { subjectTypes: await distinctValues(ctx, auditEvents.subjectType) };
}

/** Steps from value to value of the index. */
async function distinctValues(ctx: Context, column: PgColumn): Promise<string[]> {
  const next = (past: SQL) => sql`(select ${column} from ${auditEvents} where ${past} order by ${column} limit 1)`;
  const found = sql`(with recursive found(value) as (
    ${next(sql`true`)}
    union all
    select ${next(sql`${column} > found.value`)} from found where found.value is not null
  ) select value from found where value is not null limit ${numbers.audit.maxSuggestions}) as found`;
  const rows = await ctx.db.select({ value: sql<string>`found.value` }).from(found);
  return rows.map(({ value }) => value);
}

/**
 * Who has done something, with the name that each had last, in the order of these: at most `numbers.audit.maxSuggestions`.
 * Steps from actor to actor of the index.
 */
export async function listActors(ctx: Context): Promise<{ actors: AuditActor[] }> {
  const next = (past: SQL) => sql`(select actor_kind, actor_id, actor_label from ${auditEvents} where ${past}
    order by actor_id, occurred_at desc, id desc limit 1)`;
  const found = sql`(with recursive found as (
    ${next(sql`actor_id is not null`)}
    union all
    select further.* from found, lateral ${next(sql`actor_id > found.actor_id`)} as further
  ) select * from found limit ${numbers.audit.maxSuggestions}) as found`;
  const actor = {
    kind: sql<ActorKind>`found.actor_kind`,
    id: sql<string>`found.actor_id`,
    label: sql<string>`found.actor_label`,
  };
  const actors = await ctx.db.select(actor).from(found).orderBy(sql`found.actor_label, found.actor_id`);
  return { actors };
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

type Range = { from: string; to: string; limit: number };

/** What happened to a subject within a range of time, its end included, newest first, without from where. */
export async function listChangesOf(ctx: Context, { type, id }: Subject, range: Range): Promise<HistoryItem[]> {
  const isOfSubject = matching({ subjectType: type, subjectId: id, from: range.from });
  const rows = await ctx.db
    .select(historyColumns)
    .from(auditEvents)
    .where(and(isOfSubject, lte(auditEvents.occurredAt, range.to)))
    .orderBy(...orderOf(newestFirst))
    .limit(range.limit);
  return rows.map(toHistoryItem);
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

async function toItems({ db }: Context, rows: readonly AuditEventRow[]): Promise<AuditEventItem[]> {
  const leafIndexes = await leafIndexesOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => toItem(row, leafIndexes.get(row.id) ?? null));
}

/** An event as the API gives it. */
export function toItem(row: AuditEventRow, leafIndex: number | null): AuditEventItem {
  const { actorKind, actorId, actorLabel, subjectType, subjectId, subjectLabel, ...event } = row;
  return {
    ...event,
    actor: { kind: actorKind, id: actorId, label: actorLabel },
    subject: { type: subjectType, id: subjectId, label: subjectLabel },
    leafIndex,
  };
}
