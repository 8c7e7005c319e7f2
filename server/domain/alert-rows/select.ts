import { eq, getTableColumns } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { alerts, hosts } from "@/db/schema";
import type { Alert } from "@/server/domain/alerts/schema";

const {
  hostId: _,
  acknowledgedAt,
  acknowledgedById: __,
  acknowledgedByLabel,
  acknowledgement,
  ...columns
} = getTableColumns(alerts);

const alertColumns = {
  ...columns,
  host: { id: hosts.id, hostname: hosts.hostname, environment: hosts.environment },
  acknowledged: { acknowledgedAt, acknowledgedBy: acknowledgedByLabel, note: acknowledgement },
};

/** Alerts with their hosts, to be narrowed down. */
export const selectAlerts = (db: Reader) =>
  db.select(alertColumns).from(alerts).leftJoin(hosts, eq(alerts.hostId, hosts.id)).$dynamic();

type AlertRow = Awaited<ReturnType<typeof selectAlerts>>[number];

/** An alert as the API gives it. */
export function toAlert({ acknowledged, ...row }: AlertRow): Alert {
  const { acknowledgedAt: at, acknowledgedBy: by, note } = acknowledged;
  return { ...row, acknowledgement: at && by ? { acknowledgedAt: at, acknowledgedBy: by, note } : null };
}
