import { eq, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { alerts } from "@/db/schema";
import { holdNameableHosts } from "@/server/domain/alert-hosts/find";
import { namedHosts } from "@/server/domain/alert-hosts/named";
import { type AlertRow, addUnknown, changeAlerts, findKnown, lockAlerts } from "@/server/domain/alert-rows/write";
import type { AlertmanagerMessage } from "@/server/domain/alertmanager/schema";
import { toldAlert } from "@/server/domain/alertmanager/told";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { Context, WriteContext } from "@/server/domain/context";
import { conflict, notFound } from "@/server/domain/errors";
import { shortened } from "@/server/domain/text/shortened";
import { findLeftOut, getAlert } from "./queries";
import { distinct, eventsOfChange, eventsOfNew, identityOf, merge, subjectOf, type ToldAlert } from "./rules";
import type { AcknowledgeAlert, Alert, ReceivedAlerts } from "./schema";

/**
 * Keeps what a message of Alertmanager tells, all or nothing. The same message may come any number of times, in parts and late:
 * each alert is one row, began once and ended once.
 */
export async function receiveAlerts(ctx: Context, message: AlertmanagerMessage): Promise<ReceivedAlerts> {
  const changed: string[] = [];
  const result = await audited(ctx, "alerts.receive", async (tx) => {
    const told = distinct(message.alerts.map(toldAlert));
    const added = await addNew(tx, told);
    const merged = await mergeKnown(
      tx,
      told.filter((alert) => !added.identities.has(identityOf(alert))),
    );
    changed.push(...merged.ids);
    const created = added.identities.size;
    const received = message.alerts.length;
    const counts = { created, changed: merged.ids.length, repeated: received - created - merged.ids.length };
    const result = { received, ...counts, truncated: message.truncatedAlerts };
    return { result, events: [...added.events, ...merged.events, ...(await leavingOut(tx, message))] };
  });
  // New texts are no events, but whoever looks is told of them.
  ctx.announce?.(changed.map((id) => ({ noun: "alert", id })));
  return result;
}

async function addNew(tx: WriteContext, told: readonly ToldAlert[]) {
  const known = await findKnown(tx, told);
  const unknown = told.filter((alert) => !known.has(identityOf(alert)));
  const hosts = await holdNameableHosts(tx, unknown);
  const rows = unknown.map((alert) => ({ row: rowOf(tx, alert), named: namedHosts(alert.labels, hosts) }));
  const withHosts = rows.map(({ row, named: [host, ...others] }) => {
    return host && others.length === 0
      ? { row: { ...row, hostId: host.id }, host: host.hostname }
      : { row, host: null };
  });
  const ids = await addUnknown(
    tx,
    withHosts.map(({ row }) => row),
  );
  const added = withHosts.filter(({ row }) => ids.has(row.id));
  return {
    identities: new Set(added.map(({ row }) => identityOf(row))),
    events: added.flatMap(({ row, host }) => eventsOfNew(row, host)),
  };
}

type Acknowledged = Pick<AlertRow, keyof typeof nobody>;
const nobody = { acknowledgedAt: null, acknowledgedById: null, acknowledgedByLabel: null, acknowledgement: null };

function rowOf(tx: WriteContext, told: ToldAlert): AlertRow {
  const now = tx.now().toISOString();
  return { id: newId(), ...told, hostId: null, ...nobody, version: 1, createdAt: now, updatedAt: now };
}

async function mergeKnown(tx: WriteContext, told: readonly ToldAlert[]) {
  const locked = await lockAlerts(tx, told);
  const merged = told.flatMap((alert) => {
    const before = locked.get(identityOf(alert));
    const after = before && merge(before, alert);
    return before && after && before !== after ? [{ before, after }] : [];
  });
  await changeAlerts(
    tx,
    merged.map(({ after }) => after),
  );
  const events = merged.flatMap(({ before, after }) => eventsOfChange(before, after));
  return { ids: merged.map(({ after }) => after.id), events };
}

/** That Alertmanager left alerts out is told once a day for each receiver and number, however often it says so. */
async function leavingOut(tx: WriteContext, message: AlertmanagerMessage): Promise<AuditEvent[]> {
  const { truncatedAlerts: count, receiver } = message;
  if (count === 0) return [];
  const label = shortened(receiver) || "Alertmanager";
  const last = await findLeftOut(tx);
  if (last?.count === count && last.label === label) return [];
  return [{ action: "alert.left-out", subject: { type: "alert", id: null, label }, after: { count } }];
}

/** Says that the actor looks after an alert. Throws `not_found`, or `conflict` where somebody does already, or it has ended. */
export async function acknowledgeAlert(ctx: Context, { id, note }: AcknowledgeAlert): Promise<Alert> {
  return audited(ctx, "alerts.acknowledge", async (tx) => {
    const { acknowledgedByLabel } = await lockFiring(tx, id);
    if (acknowledgedByLabel !== null) throw conflict(`${acknowledgedByLabel} has acknowledged this alert already.`);
    const by = { acknowledgedById: tx.actor.id, acknowledgedByLabel: tx.actor.label };
    const alert = await write(tx, id, { ...by, acknowledgedAt: tx.now().toISOString(), acknowledgement: note });
    const after = { acknowledgedBy: tx.actor.label, note };
    return { result: alert, events: [{ action: "alert.acknowledged", subject: subjectOf(alert), after }] };
  });
}

/** Takes that back, also for somebody else. Throws `not_found`, or `conflict` where nobody looks after it, or it has ended. */
export async function withdrawAcknowledgement(ctx: Context, { id }: { id: string }): Promise<Alert> {
  return audited(ctx, "alerts.acknowledge", async (tx) => {
    const { acknowledgedByLabel, acknowledgement } = await lockFiring(tx, id);
    if (acknowledgedByLabel === null) throw conflict("Nobody has acknowledged this alert, or not any more.");
    const alert = await write(tx, id, nobody);
    const before = { acknowledgedBy: acknowledgedByLabel, note: acknowledgement };
    const action = "alert.acknowledgement-withdrawn" as const;
    return { result: alert, events: [{ action, subject: subjectOf(alert), before }] };
  });
}

async function lockFiring(tx: WriteContext, id: string): Promise<AlertRow> {
  const [alert] = await tx.db.select().from(alerts).where(eq(alerts.id, id)).for("update");
  if (!alert) throw notFound("alert");
  if (alert.status !== "firing") throw conflict("This alert has ended.");
  return alert;
}

async function write(tx: WriteContext, id: string, fields: Acknowledged): Promise<Alert> {
  const version = sql`${alerts.version} + 1`;
  await tx.db
    .update(alerts)
    .set({ ...fields, version, updatedAt: tx.now().toISOString() })
    .where(eq(alerts.id, id));
  return getAlert(tx, { id });
}
