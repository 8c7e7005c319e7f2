import type { TextSource } from "@/server/domain/csv/decode";
import { type ColumnMapping, recogniseHeader, requireSound } from "@/server/domain/csv/header";
import { readHeaderCells } from "@/server/domain/csv/table";
import { readCsvHosts } from "@/server/domain/host-csv/rows";
import { type Column, hostFileColumns } from "@/server/domain/host-csv/schema";
import { readNdjsonHosts } from "@/server/domain/host-ndjson/rows";
import type { HostRecord } from "./record";
import type { HostImportResult } from "./schema";

/** An uploaded file, kept where it can be read again from its beginning, and the name that it came with. */
export type HostFile = TextSource & { name?: string | undefined; format?: "csv" | "ndjson" };

/** What the headers of a CSV are; null for a file that has none. */
export type FileColumns = HostImportResult["columns"] | null;

export type FileHeading = { columns: FileColumns; missing: Column[] };

/**
 * Finds out what columns a file has. Throws `invalid` for one that cannot be read, or in which two headers are one column; unless
 * it is only `tried`, also where a column is unknown, or required and missing.
 */
export async function readHeading(
  file: HostFile,
  mapping: ColumnMapping<Column> | undefined,
  { isTried }: { isTried: boolean },
): Promise<FileHeading> {
  if (file.format === "ndjson") return { columns: null, missing: [] };
  const { columns, missing, unknown, repeated } = recogniseHeader(
    await readHeaderCells(file),
    hostFileColumns,
    mapping,
  );
  const forgiven = isTried ? { missing: [], unknown: [] } : { missing, unknown };
  requireSound({ repeated, ...forgiven }, hostFileColumns);
  return { columns, missing };
}

/** Reads the hosts of a file in its order. Throws `invalid` for one that has none or cannot be read. */
export function readHosts(file: HostFile, columns: FileColumns): AsyncGenerator<HostRecord> {
  return columns
    ? readCsvHosts(
        file,
        columns.map(({ column }) => column),
      )
    : readNdjsonHosts(file);
}
