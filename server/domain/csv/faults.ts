import type { ZodError } from "zod";
import { shortened } from "@/server/domain/text/shortened";

/** One thing wrong with a record. The reason is a phrase that says the rule, read after the column and the value. */
export type Fault<Column extends string = string> = { column: Column; value: string; reason: string };

/** A fault with the record that has it: 1 is the first after the header, and starts on that line of the file. */
export type Reject = Fault & { record: number; line: number };

/** What the cells of a record are; null for one that is passed over. */
type Cells<Column extends string> = { columns: readonly (Column | null)[]; cells: readonly string[] };

/** The column of a cell; one too many is told with the last column. */
const columnAt = <Column extends string>(columns: readonly (Column | null)[], index: number): Column | "" =>
  columns[Math.min(index, columns.length - 1)] ?? "";

/** A quote inside a cell that is not quoted: what the cell would be is unclear. */
export function strayQuoteFault(columns: readonly (string | null)[], index: number, before: string): Fault {
  const reason = 'has a quote: quote the whole cell and write "" inside';
  return { column: columnAt(columns, index), value: shortened(`${before}"`), reason };
}

/** A record with more or fewer cells than the header; undefined for one that fits. */
export function countFault({ columns, cells }: Cells<string>): Fault | undefined {
  if (cells.length === columns.length) return undefined;
  const value = shortened(cells[columns.length] ?? "");
  const reason = `the record has ${cells.length} cells, the header ${columns.length}`;
  return { column: columnAt(columns, cells.length), value, reason };
}

/** What a schema finds wrong with the input that was made of a record, one fault a column. */
export function schemaFaults<Column extends string>(
  error: ZodError,
  { columns, cells }: Cells<Column>,
  input: Record<string, unknown>,
  fieldOf: (column: Column) => string,
): Fault<Column>[] {
  // The first message of each field says enough, so it is the last to be set.
  const messages = new Map(error.issues.toReversed().map(({ path, message }) => [path[0], message]));
  return columns.flatMap((column, index) => {
    if (column === null) return [];
    const message = messages.get(fieldOf(column));
    if (message === undefined) return [];
    const reason = fieldOf(column) in input ? asPhrase(message) : "required";
    return [{ column, value: shortened(cells[index] ?? ""), reason }];
  });
}

/** "Must be 1 to 65535." → "must be 1 to 65535" */
function asPhrase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}
