import { and, eq, gte, ilike, inArray, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { alerts } from "@/db/schema";
import type { AlertFilter } from "@/server/domain/alerts/schema";

/** The condition that a filter stands for; undefined where every alert matches. */
export function matching(filter: AlertFilter): SQL | undefined {
  const { q, status, severity, hostId, acknowledged, from, to } = filter;
  return and(
    status && inArray(alerts.status, status),
    severity && inArray(alerts.severity, severity),
    hostId === undefined ? undefined : eq(alerts.hostId, hostId),
    acknowledged === undefined ? undefined : (acknowledged ? isNotNull : isNull)(alerts.acknowledgedAt),
    from === undefined ? undefined : gte(alerts.startsAt, from),
    to === undefined ? undefined : lt(alerts.startsAt, to),
    ...(q?.split(/\s+/).map(hasTerm) ?? []),
  );
}

function hasTerm(term: string): SQL | undefined {
  const pattern = `%${term.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const values = sql`(select string_agg(value, ' ') from jsonb_each_text(${alerts.labels}))`;
  return or(ilike(alerts.name, pattern), ilike(alerts.summary, pattern), ilike(values, pattern));
}
