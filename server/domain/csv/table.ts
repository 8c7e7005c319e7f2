import { invalid } from "@/server/domain/errors";
import type { TextSource } from "./decode";
import { type Fault, strayQuoteFault } from "./faults";
import { readRecords } from "./records";

export type TableRow<Column extends string | null> = {
  /** 1 is the first record after the header. */
  record: number;
  /** The line of the file on which the record starts. */
  line: number;
  /** What each cell is; null for one to pass over. */
  columns: readonly Column[];
  cells: readonly string[];
  /** Where the record cannot be told apart into cells; it has none then. */
  fault: Fault | null;
};

/**
 * Reads the records of a CSV file below its header, in its order; `columnsOf` tells what the cells of the header are. Throws
 * `invalid` for a file without records, or that is not CSV, and what `columnsOf` throws.
 */
export async function* readTable<Column extends string | null>(
  source: TextSource,
  columnsOf: (header: readonly string[]) => readonly Column[],
): AsyncGenerator<TableRow<Column>> {
  let columns: readonly Column[] | undefined;
  let isEmpty = true;
  for await (const { number: record, line, cells, strayQuote } of readRecords(source)) {
    if (!columns) {
      columns = columnsOf(cells);
      continue;
    }
    isEmpty = false;
    const fault = strayQuote && strayQuoteFault(columns, strayQuote.index, strayQuote.before);
    yield { record, line, columns, cells, fault };
  }
  if (!columns) throw emptyFile();
  if (isEmpty) throw invalid("The file has columns, but no records.", [{ path: "file", message: "No records." }]);
}

/** The cells of the header of a CSV file. Throws `invalid` for a file without one. */
export async function readHeaderCells(source: TextSource): Promise<string[]> {
  for await (const { cells } of readRecords(source)) return cells;
  throw emptyFile();
}

export const emptyFile = () => invalid("The file is empty.", [{ path: "file", message: "Empty." }]);
