import { setTimeout as delay } from "node:timers/promises";
import { startDatabase } from "./desk/database";
import { scrapeMegabytes } from "./desk/scrape";
import { startServer } from "./desk/server";
import type { Effort, Measurement } from "./measurement";

const scrapeEverySeconds = 2;
const settleTimeoutSeconds = 60;

/** Waits until two scrapes in a row differ by less than 1 %. */
async function settledMegabytes(metricsUrl: string, signal: AbortSignal): Promise<number> {
  const deadline = performance.now() + settleTimeoutSeconds * 1000;
  const scrape = () => scrapeMegabytes(metricsUrl, "opsdesk_process_resident_memory_bytes");
  let last = await scrape();
  while (performance.now() < deadline) {
    await delay(scrapeEverySeconds * 1000, undefined, { signal });
    const now = await scrape();
    if (Math.abs(now - last) < last / 100) return now;
    last = now;
  }
  throw new Error(`The server's memory did not settle in ${settleTimeoutSeconds} s; the last was ${last} MB.`);
}

async function run({ rounds, signal, say }: Effort) {
  await using database = await startDatabase();
  const values: number[] = [];
  const heap: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`start ${round} of ${rounds}`);
    await using server = await startServer(database, signal);
    values.push(await settledMegabytes(server.metricsUrl, signal));
    heap.push(await scrapeMegabytes(server.metricsUrl, "opsdesk_nodejs_heap_size_total_bytes"));
  }
  return { values, details: [{ name: "of it the JavaScript heap", unit: "MB", values: heap }] };
}

export const idleMemory: Measurement = {
  name: "idle-memory",
  title: "Memory of an idle server",
  limit: { atMost: 110 },
  unit: "MB",
  method:
    "Resident memory as the server's own /metrics says, in units of 1,000,000 bytes, after each of several starts, once it is " +
    `ready and two scrapes ${scrapeEverySeconds} s apart differ by less than 1 %.`,
  run,
};
