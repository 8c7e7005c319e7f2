import type { TextSource } from "@/server/domain/csv/decode";
import { readTable } from "@/server/domain/csv/table";
import type { HostField, HostRecord } from "@/server/domain/host-import/record";
import { shortened } from "@/server/domain/text/shortened";
import { readRow } from "./row";
import { type Column, fieldOf } from "./schema";

/**
 * Reads the hosts of a CSV file in its order, whose cells are what `columns` says. Throws `invalid` for a file without records, or
 * that is not CSV.
 */
export async function* readCsvHosts(
  source: TextSource,
  columns: readonly (Column | null)[],
): AsyncGenerator<HostRecord> {
  const fields = columns.filter((column) => column !== null).map((column): HostField => fieldOf[column]);
  for await (const { record, line, cells, fault } of readTable(source, () => columns)) {
    const reading = fault ? { host: null, name: null, faults: [fault] } : readRow(columns, cells);
    yield { record, line, fields, reading, shown: (field) => shortened(cells[columns.indexOf(field)] ?? "") };
  }
}
