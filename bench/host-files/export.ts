import type { BenchDatabase } from "@/bench/desk/database";
import { peakGrowth } from "@/bench/desk/peak";
import { cookieOf } from "@/bench/desk/people";
import { startServer } from "@/bench/desk/server";
import type { Effort, Measurement } from "@/bench/measurement";

type Format = "csv" | "ndjson";

/** Takes an export as fast as it comes, and counts its lines. */
async function takeExport(url: string, { secret }: BenchDatabase, format: Format): Promise<number> {
  const answer = await fetch(`${url}/api/v1/hosts/export.${format}`, { headers: cookieOf(secret) });
  if (answer.status !== 200 || !answer.body) throw new Error(`The export answered ${answer.status}.`);
  let lines = 0;
  for await (const chunk of answer.body) {
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
  }
  return lines;
}

async function rateOf(url: string, database: BenchDatabase, format: Format): Promise<number> {
  const startedAt = performance.now();
  const lines = await takeExport(url, database, format);
  return lines / ((performance.now() - startedAt) / 1000);
}

async function runRate({ rounds, hosts, hostsDatabase, signal, say }: Effort) {
  const database = await hostsDatabase();
  await using server = await startServer(database, signal);
  const values: number[] = [];
  const ndjson: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${hosts} hosts as CSV, and as NDJSON`);
    values.push(await rateOf(server.url, database, "csv"));
    ndjson.push(await rateOf(server.url, database, "ndjson"));
  }
  return { values, details: [{ name: "as NDJSON", unit: "rows/s", values: ndjson }] };
}

async function runMemory({ rounds, hosts, hostsDatabase, signal, say }: Effort) {
  const database = await hostsDatabase();
  const values: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${hosts} hosts`);
    await using server = await startServer(database, signal);
    values.push(await peakGrowth(server.metricsUrl, () => takeExport(server.url, database, "csv")));
  }
  return { values, details: [] };
}

export const hostsExport: Measurement = {
  name: "hosts-export",
  title: "Export of a million hosts",
  limit: { atLeast: 50_000 },
  unit: "rows/s",
  method: "GET /api/v1/hosts/export.csv of all hosts, from the request to the last byte, taken as fast as it comes.",
  run: runRate,
};

export const exportMemory: Measurement = {
  name: "export-memory",
  title: "Memory that an export of a million hosts takes",
  limit: { atMost: 64 },
  unit: "MiB",
  method:
    "How much the resident memory of a server grows at most that has just started, by its own /metrics five times a second, while " +
    "it gives all hosts as CSV.",
  run: runMemory,
};
