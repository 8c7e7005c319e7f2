import { setTimeout as wait } from "node:timers/promises";
import { cookieName } from "@/server/api/request-context";
import { restTable } from "@/server/api/rest";
import { type BenchDatabase, startDatabase } from "./desk/database";
import { scan } from "./desk/scanner";
import { type BenchServer, startServer } from "./desk/server";
import { type Effort, type Measurement, type Outcome, quantile } from "./measurement";

/** nginx splits the paths in production, so that a server has no pages behind it. */
const environment = { WEB_URL: "" };
const requestsPerSample = 50;
/** An id that nothing has. */
const nobody = "01890000-0000-7000-8000-000000000000";

const scrape = async ({ metricsUrl }: BenchServer) => (await fetch(`${metricsUrl}/metrics`)).text();
const seriesOf = (text: string) => text.split("\n").filter((line) => line && !line.startsWith("#")).length;

/** Reads what there is to read, so that its series are there. */
async function readEverything({ url }: BenchServer, { secret }: BenchDatabase): Promise<void> {
  const headers = { cookie: `${cookieName}=${secret}` };
  for (const { method, path } of restTable) {
    if (method === "GET") await (await fetch(`${url}/api/v1${path.replace("{id}", nobody)}`, { headers })).text();
  }
}

async function measureSeries({ rounds, samples, signal, say }: Effort): Promise<Outcome> {
  await using database = await startDatabase();
  const requests = samples * requestsPerSample;
  const added: number[] = [];
  const sizes: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${requests} requests`);
    await using server = await startServer(database, signal, { environment });
    const before = seriesOf(await scrape(server));
    await scan(server.url, requests);
    const after = await scrape(server);
    added.push(seriesOf(after) - before);
    sizes.push(after.length / 1_000);
  }
  return { values: added, details: [{ name: "size of a scrape after it", unit: "kB", values: sizes }] };
}

async function measureScrape({ rounds, samples, signal, say }: Effort): Promise<Outcome> {
  await using database = await startDatabase();
  await using server = await startServer(database, signal, { environment });
  await readEverything(server, database);
  const slowest: number[] = [];
  const sizes: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${samples} scrapes`);
    const milliseconds: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const startedAt = performance.now();
      sizes.push((await scrape(server)).length / 1_000);
      milliseconds.push(performance.now() - startedAt);
      await wait(5, undefined, { signal });
    }
    slowest.push(quantile(milliseconds, 0.99));
  }
  return { values: slowest, details: [{ name: "size of a scrape", unit: "kB", values: sizes }] };
}

export const metricsSeries: Measurement = {
  name: "metrics-series",
  title: "Series that a scanner adds to a server's metrics",
  limit: { atMost: 5 },
  unit: "",
  method:
    "A server that has just started, without pages behind it, is asked by random methods for random paths of random hosts, " +
    `${requestsPerSample} requests for each sample of other measures (50,000). The series of /metrics after it, less those before.`,
  run: measureSeries,
};

export const metricsScrape: Measurement = {
  name: "metrics-scrape",
  title: "Time of a scrape, p99",
  limit: { atMost: 50 },
  unit: "ms",
  method:
    "GET /metrics of a server that has answered every route that reads, one after the other on a connection that is kept, from " +
    "the request to the last byte. Whether the process is ready is looked up once a second; the other scrapes share that answer.",
  run: measureScrape,
};
