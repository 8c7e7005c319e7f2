import type { CsvSource } from "@/server/domain/csv/records";
import { readTable, type TableRow } from "@/server/domain/csv/table";
import { type Column, hostFileColumns } from "./columns";
import { type Reading, readRow } from "./row";

export type Row = Omit<TableRow<Column>, "fault"> & { reading: Reading };

/**
 * Reads the hosts of a CSV file in its order, but the records to leave out. Throws `invalid` for a file without records, with
 * columns that are not right, or that is not CSV.
 */
export async function* readRows(source: CsvSource, leftOut: ReadonlySet<number> = new Set()): AsyncGenerator<Row> {
  for await (const { fault, ...row } of readTable(source, hostFileColumns)) {
    if (leftOut.has(row.record)) continue;
    const reading = fault ? { host: null, name: null, faults: [fault] } : readRow(row.columns, row.cells);
    yield { ...row, reading };
  }
}
