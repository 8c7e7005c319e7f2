import { eq, type SQL, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { hosts } from "@/db/schema";
import { changedFields } from "@/server/domain/audit/changed-fields";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { WriteContext } from "@/server/domain/context";
import { subjectOf } from "@/server/domain/hosts/mutations";
import { hostColumns } from "@/server/domain/hosts/queries";
import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import { type Column, fieldOf } from "./columns";
import { nameOf, selectHostsNamed } from "./existing-hosts";

type Added = RegisterHost & { id: string };
type Field = keyof RegisterHost;

/**
 * Registers the hosts that do not exist and changes those that do, in the columns of the file only, with at most three
 * statements. Gives an event for each host that is not as it was. The hosts bear different names.
 */
export async function applyHosts(
  tx: WriteContext,
  wanted: readonly RegisterHost[],
  columns: readonly Column[],
): Promise<AuditEvent[]> {
  const existing = new Map((await selectHostsNamed(tx, wanted).for("update")).map((host) => [nameOf(host), host]));
  const fields = columns.map((column) => fieldOf[column]);
  const added: Added[] = [];
  const changed: Host[] = [];
  const events: AuditEvent[] = [];
  for (const host of wanted) {
    const before = existing.get(nameOf(host));
    if (before) {
      const after = { ...before, ...Object.fromEntries(fields.map((field) => [field, host[field]])) };
      const difference = changedFields(before, after);
      if (Object.keys(difference.after).length === 0) continue;
      changed.push(after);
      events.push({ action: "host.updated", subject: subjectOf(after), ...difference });
    } else {
      const row = { ...host, id: newId() };
      added.push(row);
      events.push({ action: "host.registered", subject: subjectOf(row), after: host });
    }
  }
  if (added.length > 0) await addHosts(tx, added);
  if (changed.length > 0) await changeHosts(tx, changed, fields);
  return events;
}

async function addHosts(tx: WriteContext, added: readonly Added[]): Promise<void> {
  const now = tx.now().toISOString();
  const rows = added.map((host) => ({ ...host, version: 1, createdAt: now, updatedAt: now }));
  const values = sql.join(allFields.map(newValue), sql`, `);
  await tx.db.insert(hosts).select(sql`select ${values} from ${asTable(rows)}`);
}

async function changeHosts(tx: WriteContext, changed: readonly Host[], fields: readonly Field[]): Promise<void> {
  const values = Object.fromEntries(fields.map((field) => [field, newValue(field)]));
  await tx.db
    .update(hosts)
    .set({ ...values, version: sql`${hosts.version} + 1`, updatedAt: tx.now().toISOString() })
    .from(asTable(changed))
    .where(eq(hosts.id, newValue("id")));
}

/** Hosts as a table `new`. Sent as one parameter, because one for each value costs several times as long. */
function asTable(rows: readonly Partial<Host>[]): SQL {
  const named = rows.map((row) =>
    Object.fromEntries(allFields.map((field) => [hostColumns[field].name, row[field] ?? null])),
  );
  return sql`jsonb_populate_recordset(null::hosts, ${JSON.stringify(named)}::jsonb) as new`;
}

/** The fields in the order in which drizzle inserts them. */
const allFields = Object.keys(hostColumns) as (keyof Host)[];

const newValue = (field: keyof Host): SQL => sql`new.${sql.identifier(hostColumns[field].name)}`;
