import { quoteFormula, unquoteFormula } from "@/server/domain/csv/formula-quote";
import { type Host, hostFields, type RegisterHost, registerHost } from "@/server/domain/hosts/schema";
import { shortened } from "@/server/domain/text/shortened";
import { columns as allColumns, type Column, fieldOf } from "./columns";

/** One thing wrong with a record. The reason is a phrase that says the rule, read after the column and the value. */
export type Fault = { column: Column; value: string; reason: string };

/** What names a host in a file. */
export type HostName = Pick<Host, "environment" | "hostname">;

/** The host that a record means, or all that is wrong with it. The name is told in both cases where it can be read. */
export type Reading =
  | { host: RegisterHost; name: HostName; faults: null }
  | { host: null; name: HostName | null; faults: Fault[] };

const hostName = hostFields.pick({ environment: true, hostname: true });

/** Reads a record by the columns of its file. What it does not say has the value that a new host has. */
export function readRow(columns: readonly Column[], cells: readonly string[]): Reading {
  const miscount = countFault(columns, cells);
  if (miscount) return { host: null, name: null, faults: [miscount] };
  const input: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const text = unquoteFormula(cells[index] ?? "").trim();
    if (text !== "") input[fieldOf[column]] = parseCell(column, text);
  }
  const parsed = registerHost.safeParse(input);
  if (parsed.success) return { host: parsed.data, name: parsed.data, faults: null };

  // The first message of each field says enough, so it is the last to be set.
  const messages = new Map(parsed.error.issues.toReversed().map(({ path, message }) => [path[0], message]));
  const faults = columns.flatMap((column, index) => {
    const message = messages.get(fieldOf[column]);
    if (message === undefined) return [];
    const reason = fieldOf[column] in input ? asPhrase(message) : "required";
    return [{ column, value: shortened(cells[index] ?? ""), reason }];
  });
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

/** A quote inside a cell that is not quoted: what the cell would be is unclear. */
export function strayQuoteFault(columns: readonly Column[], index: number, before: string): Fault {
  const column = columns[Math.min(index, columns.length - 1)] ?? "hostname";
  return { column, value: shortened(`${before}"`), reason: 'has a quote: quote the whole cell and write "" inside' };
}

function countFault(columns: readonly Column[], cells: readonly string[]): Fault | undefined {
  if (cells.length === columns.length) return undefined;
  const column = columns[Math.min(cells.length, columns.length - 1)] ?? "hostname";
  const value = shortened(cells[columns.length] ?? "");
  return { column, value, reason: `the record has ${cells.length} cells, the header ${columns.length}` };
}

function parseCell(column: Column, text: string): unknown {
  if (column === "tags") return text.split(/\s+/);
  const isPort = column === "ssh_port" || column === "bastion_port";
  return isPort && /^-?\d+$/.test(text) ? Number(text) : text;
}

/** "Must be 1 to 65535." → "must be 1 to 65535" */
function asPhrase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}
