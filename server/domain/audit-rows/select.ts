import { and, desc, getTableColumns, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { auditEvents } from "@/db/schema";
import type { AuditEventFilter } from "@/server/domain/audit-events/schema";
import type { Context } from "@/server/domain/context";
import type { Position } from "@/server/domain/lists/cursor";
import { type Keyset, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { numbers } from "@/server/domain/numbers";
import { equalities, hasText, inRange } from "./matching";

// The bytes that are hashed are as much as all the rest, and nobody lists them.
const { canonical: _, ...auditEventColumns } = getTableColumns(auditEvents);

export { auditEventColumns };

export type AuditEventRow = Omit<typeof auditEvents.$inferSelect, "canonical">;

export const newestFirst: Keyset = { column: auditEvents.occurredAt, id: auditEvents.id, isDescending: true };

type Asked = { filter: AuditEventFilter; after: Position | undefined; count: number };

/** At most `count` of the events that match, newest first, from the start or after a position. */
export async function selectAuditEvents(ctx: Context, asked: Asked): Promise<AuditEventRow[]> {
  const { filter, after, count } = asked;
  const [rarest, ...others] = equalities(filter);
  const text = hasText(filter);
  const rest = and(...others, text);
  // What comes after a position is before the end of the range.
  const place = and(inRange(after ? { from: filter.from } : filter), after && rowsAfter(newestFirst, after));
  if (!rest) return inOrder(ctx.db, and(rarest, place), count);
  // PostgreSQL takes what matches twice for spread evenly over the log. Where it is not, such as what somebody did last year, it
  // would walk through most of it. So a short walk comes first, and whatever that does not find is collected and sorted.
  const { walkedRows, searchedRows } = numbers.audit;
  const first = inOrder(ctx.db, and(rarest, place), rarest ? walkedRows : searchedRows)
    // The table's own name, so that conditions and columns are the same as without the walk.
    .as("audit_events");
  const found = await ctx.db
    .select(auditEventColumns)
    .from(first)
    .where(rest)
    .orderBy(...orderOf(newestFirst))
    .limit(count);
  if (found.length === count) return found;
  if (rarest) return collect(ctx, asked, and(rarest, rest, place));
  const near = await collectNear(ctx, asked, and(rest, place), found);
  return near.length === count ? near : collect(ctx, asked, and(rest, byMoment(asked)));
}

const inOrder = (db: Reader, where: SQL | undefined, count: number) =>
  db
    .select(auditEventColumns)
    .from(auditEvents)
    .where(where)
    .orderBy(...orderOf(newestFirst))
    .limit(count);

/** When an event occurred, in terms that no index knows: what is sorted or narrowed by it is found by something else. */
const moment = sql`(${auditEvents.occurredAt} + interval '0')`;

/** Where to look, as a condition on what the index of texts has found: the index of times would take longer to tell. */
function byMoment({ filter: { from, to }, after }: Asked): SQL | undefined {
  if (!after) return inRange({ from, to }, moment);
  return and(inRange({ from }, moment), sql`(${moment}, ${auditEvents.id}) < (${after.value}, ${after.id})`);
}

/**
 * The first events with a text that the walk has found often, but not often enough: from as far back as it must be for twice as
 * many as are wanted.
 */
async function collectNear({ db, now }: Context, asked: Asked, where: SQL | undefined, found: AuditEventRow[]) {
  const last = found.at(-1);
  if (!last || found.length < asked.count / numbers.audit.nearTimes) return [];
  const end = endOf(asked, now());
  const since = end - ((end - Date.parse(last.occurredAt)) * 2 * asked.count) / found.length;
  return firstOf(db, and(where, gte(auditEvents.occurredAt, new Date(since).toISOString())), asked.count);
}

/** The first of all events that match: those of the newest month, and where these are too few, those before it. */
async function collect({ db, now }: Context, asked: Asked, where: SQL | undefined): Promise<AuditEventRow[]> {
  const { filter, count } = asked;
  const { occurredAt } = auditEvents;
  const month = startOfMonth(endOf(asked, now()));
  const newest = await firstOf(db, and(where, gte(occurredAt, month)), count);
  if (newest.length === count) return newest;
  const since = filter.from === undefined ? undefined : gte(occurredAt, startOfMonth(Date.parse(filter.from)));
  const older = await firstOf(db, and(where, lt(occurredAt, month), since), count - newest.length);
  return [...newest, ...older];
}

/** The time from which on backwards events are wanted, in milliseconds. */
function endOf({ filter, after }: Asked, now: Date): number {
  const end = after?.value ?? filter.to;
  return end === undefined ? now.getTime() : Math.min(now.getTime(), Date.parse(end));
}

const firstOf = (db: Reader, where: SQL | undefined, count: number) =>
  db.select(auditEventColumns).from(auditEvents).where(where).orderBy(desc(moment), desc(auditEvents.id)).limit(count);

/** Where a partition begins. */
function startOfMonth(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 7)}-01T00:00:00.000Z`;
}
