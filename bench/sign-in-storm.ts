import { setTimeout as delay } from "node:timers/promises";
import { registerHost } from "@/server/domain/hosts/mutations";
import { registerHost as hostInput } from "@/server/domain/hosts/schema";
import { type BenchDatabase, startDatabase } from "./desk/database";
import { addPeople, cookieOf, type Person, send } from "./desk/people";
import { scrapeMegabytes } from "./desk/scrape";
import { type BenchServer, startServer } from "./desk/server";
import { readDuring } from "./load/reader";
import { type Effort, type Measurement, quantile } from "./measurement";

const countPeople = 200;
const countHosts = 50;
const scrapeEveryMilliseconds = 100;
const settleSeconds = 5;

async function addHosts({ ctx }: BenchDatabase): Promise<void> {
  for (let number = 1; number <= countHosts; number++) {
    const input = { hostname: `bench-${number}`, ip: `10.0.0.${number}`, os: "linux", environment: "prod" };
    await registerHost(ctx, hostInput.parse(input));
  }
}

const memoryOf = ({ metricsUrl }: BenchServer) => scrapeMegabytes(metricsUrl, "opsdesk_process_resident_memory_bytes");

/** The most memory that a server had while some work was done. */
async function peakMegabytes(server: BenchServer, work: Promise<unknown>): Promise<number> {
  const done = new AbortController();
  work.then(
    () => done.abort(),
    () => done.abort(),
  );
  let peak = 0;
  while (!done.signal.aborted) {
    peak = Math.max(peak, await memoryOf(server));
    await delay(scrapeEveryMilliseconds);
  }
  return Math.max(peak, await memoryOf(server));
}

/** All sign in at once. Gives how many are in and how many were asked to come again. Throws for any other answer. */
async function signInAtOnce(server: BenchServer, people: readonly Person[]): Promise<{ in: number; refused: number }> {
  const statuses = await Promise.all(
    people.map(async (body) => {
      const response = await send(server, "POST", "/api/auth/login", { body });
      await response.text();
      return response.status;
    }),
  );
  const count = (status: number) => statuses.filter((one) => one === status).length;
  const outcome = { in: count(200), refused: count(429) };
  if (outcome.in + outcome.refused === people.length) return outcome;
  throw new Error(`signing in answered ${[...new Set(statuses)].join(", ")}`);
}

/** One storm, between two stretches of calm. */
async function storm(server: BenchServer, cookie: string, people: readonly Person[], seconds: number) {
  const reading = { url: `${server.url}/api/v1/hosts`, cookie };
  const idle = await readDuring(reading, () => delay(seconds * 1_000));
  const before = await memoryOf(server);
  const signingIn = await readDuring(reading, async () => {
    const all = signInAtOnce(server, people);
    const [outcome, peak] = await Promise.all([all, peakMegabytes(server, all)]);
    return { ...outcome, growth: peak - before };
  });
  await delay(settleSeconds * 1_000);
  return {
    ...signingIn.result,
    idle: quantile(idle.milliseconds, 0.99),
    meanwhile: quantile(signingIn.milliseconds, 0.99),
  };
}

async function storms({ rounds, loadSeconds, signal, say }: Effort) {
  await using database = await startDatabase();
  await addHosts(database);
  const people = await addPeople(database, countPeople);
  const { cookie } = cookieOf(database.secret);
  const all: Awaited<ReturnType<typeof storm>>[] = [];
  await using server = await startServer(database, signal);
  for (let round = 0; round <= rounds; round++) {
    signal.throwIfAborted();
    say(round === 0 ? "a storm that is not counted" : `storm ${round} of ${rounds}`);
    const one = await storm(server, cookie, people, loadSeconds);
    if (round > 0) all.push(one);
  }
  return all;
}

export const signInStorm: Measurement = {
  name: "sign-in-storm",
  title: `Reading the hosts while ${countPeople} sign in at once, p99 as a multiple of idle`,
  limit: { atMost: 3 },
  unit: "",
  method:
    `GET /api/v1/hosts with ${countHosts} hosts, one after the other from a thread of its own, first while nothing else happens, ` +
    `then from the moment in which ${countPeople} people sign in with the right password until the last of them has an answer, ` +
    "which is 200 or 429; any other fails the measure. p99 of the one by p99 of the other.",
  run: async (effort) => {
    const all = await storms(effort);
    return {
      values: all.map(({ idle, meanwhile }) => meanwhile / idle),
      details: [
        { name: "idle, p99", unit: "ms", values: all.map(({ idle }) => idle) },
        { name: "meanwhile, p99", unit: "ms", values: all.map(({ meanwhile }) => meanwhile) },
        { name: "signed in", unit: "", values: all.map((one) => one.in) },
        { name: "asked to come again (429)", unit: "", values: all.map(({ refused }) => refused) },
      ],
    };
  },
};

export const signInMemory: Measurement = {
  name: "sign-in-memory",
  title: `Growth of the server's memory while ${countPeople} sign in at once`,
  limit: { atMost: 256 },
  unit: "MB",
  method:
    `The same storm: the most resident memory that /metrics said, each ${scrapeEveryMilliseconds} ms, less that of just before, ` +
    "in units of 1,000,000 bytes. The storm that is not counted is the server's first.",
  run: async (effort) => {
    const all = await storms(effort);
    return { values: all.map(({ growth }) => growth), details: [] };
  },
};
