import type { BenchDatabase } from "@/bench/desk/database";
import { startServer } from "@/bench/desk/server";
import { measureRate } from "@/bench/load/rate";
import { type Effort, type Measurement, median } from "@/bench/measurement";
import { administer } from "@/scripts/postgres/administer";
import { cookieName } from "@/server/api/request-context";
import type { ListHosts } from "@/server/domain/hosts/schema";
import { encodeCursor } from "@/server/domain/lists/cursor";
import { numbers } from "@/server/domain/numbers";

const limit = numbers.lists.maxPageSize;

/** A column that each host has its own value of, one that some have none of, and one of four values. */
const sorts = ["hostname", "team", "criticality"] as const satisfies ListHosts["sort"][];
type Sort = (typeof sorts)[number];

/** Page 9,000 of 10,000. */
const deepPageOf = (hosts: number) => Math.max(2, Math.floor((hosts * 0.9) / limit));

/** The cursor that the page before gives, without walking there. */
async function cursorOf({ ctx, ownerUrl }: BenchDatabase, sort: Sort, page: number): Promise<string> {
  const [last] = await administer(
    ownerUrl,
    (sql) => sql<{ value: string | null; id: string }[]>`
      select ${sql(sort)} as value, id from hosts order by ${sql(sort)}, id offset ${(page - 1) * limit - 1} limit 1`,
  );
  if (!last) throw new Error(`there is no page ${page}`);
  return encodeCursor(ctx.keys.cursor, { list: "hosts", sort, filter: {} }, last);
}

/** The two pages are read by turns, several times a round, so that whatever else the machine does slows down both. */
const turns = 5;

/** The milliseconds that each of two URLs takes. */
async function compare(urls: readonly [string, string], cookie: string, seconds: number): Promise<[number, number]> {
  const read: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, url] of urls.entries()) {
      const rate = await measureRate({ urls: [url], cookie, connections: 1, seconds: seconds / turns });
      read[index]?.push(1_000 / rate);
    }
  }
  return [median(read[0]), median(read[1])];
}

async function run({ rounds, loadSeconds, hosts, hostsDatabase, signal, say }: Effort) {
  const database = await hostsDatabase();
  await using server = await startServer(database, signal);
  const deepPage = deepPageOf(hosts);
  const cookie = `${cookieName}=${database.secret}`;
  const pages = await Promise.all(
    sorts.map(async (sort) => {
      const first = `${server.url}/api/v1/hosts?limit=${limit}&sort=${sort}`;
      const deep = `${first}&cursor=${await cursorOf(database, sort, deepPage)}`;
      return { sort, urls: [first, deep] as const, firsts: [] as number[], deeps: [] as number[] };
    }),
  );
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}`);
    for (const { urls, firsts, deeps } of pages) {
      signal.throwIfAborted();
      const [first, deep] = await compare(urls, cookie, loadSeconds / 2);
      if (round === 0) continue;
      firsts.push(first);
      deeps.push(deep);
    }
  }
  const ratios = pages.map(({ firsts, deeps }) => deeps.map((deep, round) => deep / (firsts[round] ?? Number.NaN)));
  return {
    values: Array.from({ length: rounds }, (_, round) => Math.max(...ratios.map((of) => of[round] ?? Number.NaN))),
    details: pages.flatMap(({ sort, firsts, deeps }, index) => [
      { name: `by ${sort}`, unit: "", values: ratios[index] ?? [] },
      { name: `by ${sort}, page 1`, unit: "ms", values: firsts },
      { name: `by ${sort}, page ${deepPage}`, unit: "ms", values: deeps },
    ]),
  };
}

export const deepPages: Measurement = {
  name: "hosts-deep-pages",
  title: "Page 9,000 of a million hosts, in times of page 1",
  limit: { atMost: 1.15 },
  unit: "",
  method:
    `GET /api/v1/hosts?limit=${limit} over one keep-alive connection that is always busy: how long page 9,000 of 10,000 takes in ` +
    "times of page 1, read by turns, sorted by hostname, by team (which some hosts do not have) and by criticality (which has four values). The " +
    "worst of the three counts.",
  run,
};
