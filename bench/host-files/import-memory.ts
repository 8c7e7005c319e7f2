import { Readable } from "node:stream";
import { startDatabase } from "@/bench/desk/database";
import { peakGrowth } from "@/bench/desk/peak";
import { startServer } from "@/bench/desk/server";
import type { Effort, Measurement } from "@/bench/measurement";
import { administer } from "@/scripts/postgres/administer";
import { estateFile } from "@/scripts/seed/estate-file";
import type { HostFile } from "@/server/domain/host-import/host-file";
import { sendImport } from "./send-file";

const warmUpRows = 5_000;

/** As `fetch` sends it. */
const toWeb = ({ open }: HostFile) => Readable.toWeb(Readable.from(open(), { objectMode: false })) as ReadableStream;

async function run({ rounds, hosts, signal, say }: Effort) {
  const rows = Math.min(hosts, 200_000);
  await using database = await startDatabase();
  // A preview is good for the very same file.
  const now = new Date();
  const fileOf = (count: number) => toWeb(estateFile({ hosts: count, seed: 1, now }));
  const values: number[] = [];
  const seconds: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: a preview of ${rows} hosts, and its import`);
    await using server = await startServer(database, signal);
    const send = (count: number, query: string) => sendImport(server.url, database.secret, fileOf(count), query);
    await send(warmUpRows, "");
    const growth = await peakGrowth(server.metricsUrl, async () => {
      const { result } = await send(rows, "?dryRun=true");
      seconds.push((await send(rows, `?previewId=${result.previewId}`)).seconds);
    });
    values.push(growth);
    await administer(database.ownerUrl, (sql) => sql`truncate hosts cascade`);
  }
  return { values, details: [{ name: "to apply it", unit: "s", values: seconds }] };
}

export const importMemory: Measurement = {
  name: "import-memory",
  title: "Memory that an import of 200,000 hosts takes",
  limit: { atMost: 64 },
  unit: "MiB",
  method:
    `How much the resident memory of the server grows at most, by its own /metrics five times a second, while it previews and applies ` +
    `200,000 hosts, after it has imported ${warmUpRows}.`,
  run,
};
