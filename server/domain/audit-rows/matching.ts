import { and, eq, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { auditEvents, searchTextOf } from "@/db/schema";
import type { AuditEventFilter } from "@/server/domain/audit-events/schema";

/** The condition that a filter stands for; undefined where every event matches. */
export function matching(filter: AuditEventFilter): SQL | undefined {
  return and(...equalities(filter), inRange(filter), hasText(filter));
}

/** Each is served by an index that carries the order of the log; the one that fewest events fulfil comes first. */
export function equalities(filter: AuditEventFilter): SQL[] {
  const { batchId, requestId, subjectId, actor, ip, action, subjectType } = filter;
  const isOfType = given(auditEvents.subjectType, subjectType);
  const conditions = [
    given(auditEvents.batchId, batchId),
    given(auditEvents.requestId, requestId),
    // One index finds a subject; ids of two types are hardly ever the same.
    subjectId === undefined ? undefined : and(eq(auditEvents.subjectId, subjectId), isOfType),
    actor === undefined ? undefined : isBy(actor),
    given(auditEvents.ip, ip),
    given(auditEvents.action, action),
    subjectId === undefined ? isOfType : undefined,
  ];
  return conditions.filter((condition) => condition !== undefined);
}

/** `moment` is when an event occurred, or an expression that says the same. */
export function inRange({ from, to }: AuditEventFilter, moment: PgColumn | SQL = auditEvents.occurredAt) {
  return and(
    from === undefined ? undefined : sql`${moment} >= ${from}`,
    to === undefined ? undefined : sql`${moment} < ${to}`,
  );
}

export function hasText({ q }: AuditEventFilter): SQL | undefined {
  return and(...(q?.split(/\s+/).map(hasTerm) ?? []));
}

const given = (column: PgColumn, value: string | undefined) => (value === undefined ? undefined : eq(column, value));

function isBy(actor: string): SQL | undefined {
  if (actor !== "system" && actor !== "anonymous") return eq(auditEvents.actorId, actor);
  return and(isNull(auditEvents.actorId), eq(auditEvents.actorKind, actor));
}

/** Values are searched for as JSON says them, where a quote, for example, has a backslash before it. */
function hasTerm(term: string): SQL | undefined {
  const spellings = new Set([term, JSON.stringify(term).slice(1, -1)]);
  const searchText = searchTextOf(auditEvents);
  return or(...Array.from(spellings, (text) => ilike(searchText, `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`)));
}
