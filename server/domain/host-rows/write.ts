import { eq, type SQL, sql } from "drizzle-orm";
import { hosts } from "@/db/schema";
import type { WriteContext } from "@/server/domain/context";
import type { Host, RegisterHost } from "@/server/domain/hosts/schema";
import { hostColumns } from "./select";

export type AddedHost = RegisterHost & { id: string };

/** Adds any number of hosts with one statement. */
export async function addHosts(tx: WriteContext, added: readonly AddedHost[]): Promise<void> {
  const now = tx.now().toISOString();
  const rows = added.map((host) => ({ ...host, version: 1, createdAt: now, updatedAt: now }));
  const values = sql.join(allFields.map(newValue), sql`, `);
  await tx.db.insert(hosts).select(sql`select ${values} from ${asTable(rows)}`);
}

/** Changes some fields of any number of hosts with one statement, in which they may swap names and addresses. */
export async function changeHosts(
  tx: WriteContext,
  changed: readonly Host[],
  fields: readonly (keyof RegisterHost)[],
): Promise<void> {
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
