import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { administer } from "@/scripts/postgres/administer";
import { cookieName } from "@/server/api/request-context";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { startDatabase } from "./desk/database";
import { startServer } from "./desk/server";
import type { Effort, Measurement } from "./measurement";

type Counts = Pick<HostImportResult, "created" | "updated" | "unchanged">;

/** Imports a file as curl does. Gives the seconds from the first byte sent to the whole answer. */
async function timeImport(
  url: string,
  secret: string,
  file: Uint8Array<ArrayBuffer>,
  expected: Counts,
): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/v1/hosts/import`, {
    method: "POST",
    headers: { "content-type": "text/csv", cookie: `${cookieName}=${secret}`, "sec-fetch-site": "same-origin" },
    body: file,
  });
  const text = await response.text();
  const seconds = (performance.now() - startedAt) / 1000;
  if (response.status !== 200) throw new Error(`The import answered ${response.status}: ${text}`);
  const { created, updated, unchanged } = JSON.parse(text) as Counts;
  if (!isDeepStrictEqual({ created, updated, unchanged }, expected)) throw new Error(`The import answered ${text}`);
  return seconds;
}

async function run({ rounds, signal, say }: Effort) {
  const file = new Uint8Array(await readFile("e2e/fixtures/estate.csv"));
  const { created } = JSON.parse(await readFile("e2e/fixtures/estate.expected.json", "utf8")) as { created: number };
  await using database = await startDatabase();
  await using server = await startServer(database, signal);
  const time = (expected: Counts) => timeImport(server.url, database.secret, file, expected);
  const values: number[] = [];
  const again: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${created} hosts, then the same file again`);
    values.push(await time({ created, updated: 0, unchanged: 0 }));
    again.push(await time({ created: 0, updated: 0, unchanged: created }));
    await administer(database.ownerUrl, (sql) => sql`truncate hosts`);
  }
  return { values, details: [{ name: "the same file again, which changes nothing", unit: "s", values: again }] };
}

export const hostImport: Measurement = {
  name: "host-import",
  title: "Import of 5,000 hosts by HTTP",
  limit: { atMost: 5 },
  unit: "s",
  method:
    "POST /api/v1/hosts/import of e2e/fixtures/estate.csv to a server without hosts, until its answer is there: 5,044 records, " +
    "of which 5,000 are good, each written with its audit event, in one transaction.",
  run,
};
