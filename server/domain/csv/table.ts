import { invalid } from "@/server/domain/errors";
import { type Fault, strayQuoteFault } from "./faults";
import { type Columns, readHeader } from "./header";
import { type CsvSource, readRecords } from "./records";

export type TableRow<Column extends string> = {
  /** 1 is the first record after the header. */
  record: number;
  /** The line of the file on which the record starts. */
  line: number;
  columns: readonly Column[];
  cells: readonly string[];
  /** Where the record cannot be told apart into cells; it has none then. */
  fault: Fault | null;
};

/**
 * Reads the records of a CSV file below its header, in its order. Throws `invalid` for a file without records, with columns that
 * are not right, or that is not CSV.
 */
export async function* readTable<Column extends string>(
  source: CsvSource,
  allowed: Columns<Column>,
): AsyncGenerator<TableRow<Column>> {
  let columns: Column[] | undefined;
  let isEmpty = true;
  for await (const { number: record, line, cells, strayQuote } of readRecords(source)) {
    if (!columns) {
      columns = readHeader(cells, allowed);
      continue;
    }
    isEmpty = false;
    const fault = strayQuote && strayQuoteFault(columns, strayQuote.index, strayQuote.before);
    yield { record, line, columns, cells, fault };
  }
  if (!columns) throw invalid("The file is empty.", [{ path: "file", message: "Empty." }]);
  if (isEmpty) throw invalid("The file has columns, but no records.", [{ path: "file", message: "No records." }]);
}
