import { stringify } from "csv-stringify/sync";
import { writeRow } from "@/server/domain/host-csv/row";
import { columns } from "@/server/domain/host-csv/schema";
import type { HostFile } from "@/server/domain/host-import/host-file";
import { type EstateOptions, estate } from "./estate";

const chunkRows = 1_000;

/** An estate as the file that one would import. It is made anew whenever it is read, so that a large one takes no room. */
export function estateFile(options: EstateOptions): HostFile {
  return { name: `estate of ${options.hosts} hosts, seed ${options.seed}`, open: () => csvOf(options) };
}

async function* csvOf(options: EstateOptions): AsyncGenerator<Uint8Array> {
  let rows: string[][] = [[...columns]];
  for (const { createdAt, updatedAt, lastSeenAt, ...host } of estate(options)) {
    if (rows.push(writeRow(host)) < chunkRows) continue;
    yield Buffer.from(stringify(rows));
    rows = [];
  }
  yield Buffer.from(stringify(rows));
}
