import { and, count, desc, eq, gte, isNotNull, sql } from "drizzle-orm";
import { alerts, auditEvents } from "@/db/schema";
import { findNameableHosts } from "@/server/domain/alert-hosts/find";
import { namedHosts } from "@/server/domain/alert-hosts/named";
import { matching } from "@/server/domain/alert-rows/matching";
import { selectAlerts, toAlert } from "@/server/domain/alert-rows/select";
import { listChangesOf, listHistory } from "@/server/domain/audit-events/queries";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import { type Context, requirePermission } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { type Count, countRows } from "@/server/domain/lists/count";
import { type Keyset, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import { numbers } from "@/server/domain/numbers";
import type { Alert, AlertDetail, AlertFilter, AlertHistory, AlertSummary, ChangesBefore, ListAlerts } from "./schema";

const newestFirst: Keyset = { column: alerts.startsAt, id: alerts.id, isDescending: true };

/** A page of the alerts that match, those that began last first. Throws `malformed` for a cursor of another list. */
export async function listAlerts(ctx: Context, { limit, cursor, ...filter }: ListAlerts): Promise<Page<Alert>> {
  return pageOf(ctx, {
    scope: { list: "alerts", filter },
    cursor,
    limit,
    fetch: async (after, count) => {
      const rows = await selectAlerts(ctx.db)
        .where(and(matching(filter), after && rowsAfter(newestFirst, after)))
        .orderBy(...orderOf(newestFirst))
        .limit(count);
      return rows.map(toAlert);
    },
    positionOf: (alert) => ({ value: alert.startsAt, id: alert.id }),
  });
}

export async function countAlerts(ctx: Context, filter: AlertFilter): Promise<Count> {
  return countRows(ctx, alerts, matching(filter));
}

/** Throws `not_found`. */
export async function getAlert(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Alert> {
  const [row] = await selectAlerts(ctx.db).where(eq(alerts.id, id));
  if (!row) throw notFound("alert");
  return toAlert(row);
}

/** An alert with the hosts that it may mean, where it belongs to none. Throws `not_found`. */
export async function getAlertDetail(ctx: Context, { id }: { id: string }): Promise<AlertDetail> {
  const alert = await getAlert(ctx, { id });
  const found = alert.host ? [] : namedHosts(alert.labels, await findNameableHosts(ctx, [alert]));
  return { ...alert, possibleHosts: found.map(({ id, hostname, environment }) => ({ id, hostname, environment })) };
}

/** A page of the history of an alert, the newest event first. Throws `not_found`, and `malformed` for a foreign cursor. */
export async function listAlertHistory(ctx: Context, { id, ...page }: AlertHistory): Promise<Page<HistoryItem>> {
  await getAlert(ctx, { id });
  return listHistory(ctx, { type: "alert", id }, page);
}

/** What changed on the host of an alert before it began. Throws `not_found`, and `forbidden` for who may not read hosts. */
export async function listChangesBefore(ctx: Context, { id }: { id: string }): Promise<ChangesBefore> {
  requirePermission(ctx.actor, "hosts.read");
  const { host, startsAt: to } = await getAlert(ctx, { id });
  const { changesBeforeMinutes, maxChangesBefore } = numbers.alerts;
  const from = new Date(Date.parse(to) - changesBeforeMinutes * 60_000).toISOString();
  if (!host) return { from, to, items: [] };
  const range = { from, to, limit: maxChangesBefore };
  return { from, to, items: await listChangesOf(ctx, { type: "host", id: host.id }, range) };
}

/** How many alerts fire, by severity and whether somebody looks after them, and the worst of them. */
export async function getAlertSummary(ctx: Context): Promise<AlertSummary> {
  const { severity, acknowledgedAt, status } = alerts;
  const isAcknowledged = sql<boolean>`${isNotNull(acknowledgedAt)}`;
  const [firing, worst, leftOut] = await Promise.all([
    ctx.db
      .select({ severity, isAcknowledged, count: count() })
      .from(alerts)
      .where(eq(status, "firing"))
      .groupBy(severity, isNotNull(acknowledgedAt))
      .orderBy(severity, isNotNull(acknowledgedAt)),
    selectAlerts(ctx.db)
      .where(eq(status, "firing"))
      .orderBy(severity, ...orderOf(newestFirst))
      .limit(numbers.alerts.worst),
    findLeftOut(ctx),
  ]);
  return {
    firing,
    worst: worst.map(toAlert),
    leftOut: leftOut && { count: leftOut.count, receivedAt: leftOut.receivedAt },
  };
}

/** The last message of the last day that did not tell of all alerts, or null. */
export async function findLeftOut({ db, now }: Pick<Context, "db" | "now">) {
  const since = new Date(now().getTime() - 86_400_000).toISOString();
  const { occurredAt, action, subjectLabel: label, after } = auditEvents;
  const [event] = await db
    .select({ receivedAt: occurredAt, label, after })
    .from(auditEvents)
    .where(and(eq(action, "alert.left-out"), gte(occurredAt, since)))
    .orderBy(desc(occurredAt), desc(auditEvents.id))
    .limit(1);
  return event ? { receivedAt: event.receivedAt, label: event.label, count: Number(event.after?.count) } : null;
}
