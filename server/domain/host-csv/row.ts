import { countFault, type Fault, schemaFaults } from "@/server/domain/csv/faults";
import { quoteFormula, unquoteFormula } from "@/server/domain/csv/formula-quote";
import type { HostName } from "@/server/domain/host-rows/existing-hosts";
import { hostFields, type RegisterHost, registerHost } from "@/server/domain/hosts/schema";
import { columns as allColumns, type Column, fieldOf } from "./columns";

/** The host that a record means, or all that is wrong with it. The name is told in both cases where it can be read. */
export type Reading =
  | { host: RegisterHost; name: HostName; faults: null }
  | { host: null; name: HostName | null; faults: Fault[] };

const hostName = hostFields.pick({ environment: true, hostname: true });

/** Reads a record by the columns of its file. What it does not say has the value that a new host has. */
export function readRow(columns: readonly Column[], cells: readonly string[]): Reading {
  const miscount = countFault({ columns, cells });
  if (miscount) return { host: null, name: null, faults: [miscount] };
  const input: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const text = unquoteFormula(cells[index] ?? "").trim();
    if (text !== "") input[fieldOf[column]] = parseCell(column, text);
  }
  const parsed = registerHost.safeParse(input);
  if (parsed.success) return { host: parsed.data, name: parsed.data, faults: null };

  const faults = schemaFaults(parsed.error, { columns, cells }, input, (column) => fieldOf[column]);
  const { hostname, environment } = input;
  return { host: null, name: hostName.safeParse({ hostname, environment }).data ?? null, faults };
}

/** A host as the cells of `columns`; `readRow` reads the same host from them. */
export function writeRow(host: RegisterHost): string[] {
  return allColumns.map((column) => {
    const value = host[fieldOf[column]];
    return quoteFormula(Array.isArray(value) ? value.join(" ") : String(value ?? ""));
  });
}

function parseCell(column: Column, text: string): unknown {
  if (column === "tags") return text.split(/\s+/);
  const isPort = column === "ssh_port" || column === "bastion_port";
  return isPort && /^-?\d+$/.test(text) ? Number(text) : text;
}
