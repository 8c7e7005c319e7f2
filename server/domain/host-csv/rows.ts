import { type CsvSource, readRecords } from "@/server/domain/csv/records";
import { invalid } from "@/server/domain/errors";
import { type Column, readHeader } from "./columns";
import { type Reading, readRow, strayQuoteFault } from "./row";

export type Row = {
  /** 1 is the first record after the header. */
  record: number;
  /** The line of the file on which the record starts. */
  line: number;
  columns: readonly Column[];
  cells: readonly string[];
  reading: Reading;
};

/**
 * Reads the hosts of a CSV file in its order, but the records to leave out. Throws `invalid` for a file without records, with
 * columns that are not right, or that is not CSV.
 */
export async function* readRows(source: CsvSource, leftOut: ReadonlySet<number> = new Set()): AsyncGenerator<Row> {
  let columns: Column[] | undefined;
  let isEmpty = true;
  for await (const { number: record, line, cells, strayQuote } of readRecords(source)) {
    if (!columns) {
      columns = readHeader(cells);
      continue;
    }
    isEmpty = false;
    if (leftOut.has(record)) continue;
    const reading: Reading = strayQuote
      ? { host: null, name: null, faults: [strayQuoteFault(columns, strayQuote.index, strayQuote.before)] }
      : readRow(columns, cells);
    yield { record, line, columns, cells, reading };
  }
  if (!columns) throw invalid("The file is empty.", [{ path: "file", message: "Empty." }]);
  if (isEmpty) throw invalid("The file has columns, but no records.", [{ path: "file", message: "No records." }]);
}
