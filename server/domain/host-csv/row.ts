import { countFault, schemaFaults } from "@/server/domain/csv/faults";
import { quoteFormula, unquoteFormula } from "@/server/domain/csv/formula-quote";
import type { Reading } from "@/server/domain/host-import/record";
import { hostName, type RegisterHost, registerHost } from "@/server/domain/hosts/schema";
import { columns as allColumns, type Column, fieldOf } from "./schema";

/** Reads a record by what its cells are; null for one to pass over. What it does not say has the value that a new host has. */
export function readRow(columns: readonly (Column | null)[], cells: readonly string[]): Reading {
  const miscount = countFault({ columns, cells });
  if (miscount) return { host: null, name: null, faults: [miscount] };
  const input: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const text = unquoteFormula(cells[index] ?? "").trim();
    if (column !== null && text !== "") input[fieldOf[column]] = parseCell(column, text);
  }
  const parsed = registerHost.safeParse(input);
  if (parsed.success) return { host: parsed.data, name: parsed.data, faults: null };

  const faults = schemaFaults(parsed.error, { columns, cells }, input, (column) => fieldOf[column]);
  const { hostname, environment } = input;
  return { host: null, name: hostName.safeParse({ hostname, environment }).data ?? null, faults };
}

/** A host as the cells of `columns`, safe to open in a spreadsheet; `readRow` reads the same host from them. */
export const writeRow = (host: FileFields): string[] => cellsOf(host).map(quoteFormula);

type FileFields = Pick<RegisterHost, (typeof fieldOf)[Column]>;

/** A host as the cells of `columns`, as they are. */
export function cellsOf(host: FileFields): string[] {
  return allColumns.map((column) => textOf(host[fieldOf[column]]));
}

/** The text of a field; none where it has no value. */
export const textOf = (value: FieldValue): string => (Array.isArray(value) ? value.join(" ") : String(value ?? ""));

export type FieldValue = FileFields[keyof FileFields];

function parseCell(column: Column, text: string): unknown {
  if (column === "tags") return text.split(/\s+/);
  const isPort = column === "ssh_port" || column === "bastion_port";
  return isPort && /^-?\d+$/.test(text) ? Number(text) : text;
}
