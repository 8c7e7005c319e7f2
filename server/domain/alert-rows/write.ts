import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { alerts } from "@/db/schema";
import { identityOf } from "@/server/domain/alerts/rules";
import type { Context, WriteContext } from "@/server/domain/context";

export type AlertRow = typeof alerts.$inferSelect;
type Identity = Pick<AlertRow, "fingerprint" | "startsAt">;

const columns = Object.entries(getTableColumns(alerts)) as [keyof AlertRow, { name: string }][];
const newValue = (field: keyof AlertRow): SQL => sql`new.${sql.identifier(alerts[field].name)}`;

/** Alerts as a table `new`. Sent as one parameter, because one for each value costs several times as long. */
function asTable(rows: readonly Partial<AlertRow>[]): SQL {
  const named = rows.map((row) => Object.fromEntries(columns.map(([field, { name }]) => [name, row[field] ?? null])));
  return sql`jsonb_populate_recordset(null::alerts, ${JSON.stringify(named)}::jsonb) as new`;
}

const isSame = and(eq(alerts.fingerprint, newValue("fingerprint")), eq(alerts.startsAt, newValue("startsAt")));

/** The identities of those alerts that are known already. */
export async function findKnown({ db }: Pick<Context, "db">, told: readonly Identity[]): Promise<Set<string>> {
  const { fingerprint, startsAt } = alerts;
  const rows = await db.select({ fingerprint, startsAt }).from(alerts).innerJoin(asTable(told), isSame);
  return new Set(rows.map(identityOf));
}

/** Adds those alerts that are not known, and gives their ids. They are added in the order in which they are given. */
export async function addUnknown(tx: WriteContext, added: readonly AlertRow[]): Promise<Set<string>> {
  if (added.length === 0) return new Set();
  const values = sql.join(
    columns.map(([field]) => newValue(field)),
    sql`, `,
  );
  const order = sql`${newValue("fingerprint")} collate "C", ${newValue("startsAt")}`;
  const rows = await tx.db
    .insert(alerts)
    .select(sql`select ${values} from ${asTable(added)} order by ${order}`)
    .onConflictDoNothing({ target: [alerts.fingerprint, alerts.startsAt] })
    .returning({ id: alerts.id });
  return new Set(rows.map(({ id }) => id));
}

/** Locks alerts, always in one order, so that two who lock them do not wait for each other, and gives them by their identity. */
export async function lockAlerts(tx: WriteContext, told: readonly Identity[]): Promise<Map<string, AlertRow>> {
  if (told.length === 0) return new Map();
  const rows = await tx.db
    .select(getTableColumns(alerts))
    .from(alerts)
    .innerJoin(asTable(told), isSame)
    .orderBy(sql`${alerts.fingerprint} collate "C"`, alerts.startsAt)
    .for("update", { of: alerts });
  return new Map(rows.map((row) => [identityOf(row), row]));
}

const following = [
  ...["status", "endsAt", "summary", "description", "runbookUrl", "generatorUrl", "annotations"],
] as const satisfies readonly string[];

/** Writes what messages may change of alerts that are locked. */
export async function changeAlerts(tx: WriteContext, changed: readonly AlertRow[]): Promise<void> {
  if (changed.length === 0) return;
  const values = Object.fromEntries(following.map((field) => [field, newValue(field as keyof AlertRow)]));
  await tx.db
    .update(alerts)
    .set({ ...values, version: sql`${alerts.version} + 1`, updatedAt: tx.now().toISOString() })
    .from(asTable(changed))
    .where(eq(alerts.id, newValue("id")));
}
