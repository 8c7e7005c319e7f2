import { setTimeout as delay } from "node:timers/promises";
import { scrapeMegabytes } from "./scrape";

const scrapeEveryMilliseconds = 200;
const mebibytesPerMegabyte = 1_000_000 / 1_048_576;

/** How many MiB the resident memory of a server grows at most while something is done, by its own /metrics. */
export async function peakGrowth(metricsUrl: string, work: () => Promise<unknown>): Promise<number> {
  const scrape = () => scrapeMegabytes(metricsUrl, "opsdesk_process_resident_memory_bytes");
  const before = await scrape();
  let peak = before;
  const done = new AbortController();
  const watching = (async () => {
    while (!done.signal.aborted) {
      peak = Math.max(peak, await scrape());
      await delay(scrapeEveryMilliseconds);
    }
  })();
  try {
    await work();
  } finally {
    done.abort();
    await watching;
  }
  return (peak - before) * mebibytesPerMegabyte;
}
