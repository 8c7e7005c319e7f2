import { startBareServer } from "@/bench/desk/bare-server";
import type { BenchDatabase } from "@/bench/desk/database";
import { startServer } from "@/bench/desk/server";
import type { Load } from "@/bench/load/drive";
import { pgbenchRates } from "@/bench/load/pgbench";
import { measureRate } from "@/bench/load/rate";
import { recordStatements } from "@/bench/load/statements";
import type { Effort, Measurement, Outcome } from "@/bench/measurement";
import type { Db } from "@/db/connect";
import { administer } from "@/scripts/postgres/administer";
import { cookieName } from "@/server/api/request-context";
import { registerHost } from "@/server/domain/hosts/mutations";
import { registerHost as hostInput } from "@/server/domain/hosts/schema";

const connections = 16;

type Kind = "list" | "read" | "create" | "update";
type Requests = Pick<Load, "method" | "urls" | "body">;

/** What each kind asks of a server whose hosts are at `url`. Every connection reads and changes a host of its own. */
function requestsOf(kind: Kind, url: string, ids: readonly string[]): Requests {
  const each = ids.map((id) => `${url}/${id}`);
  switch (kind) {
    case "list":
      return { urls: [url] };
    case "read":
      return { urls: each };
    case "create":
      return { method: "POST", urls: [url], body: newHost };
    case "update":
      return { method: "PATCH", urls: each, body: JSON.stringify({ notes: "note #" }) };
  }
}

const newHost = JSON.stringify({ hostname: "bench-#", ip: "fd00::@", os: "linux", environment: "dev" });

/** So that no two runs create the same host. */
let firstNumber = 1;

async function addHosts({ ctx }: BenchDatabase): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < connections; index++) {
    const number = firstNumber++;
    const fields = { hostname: `rate-${number}`, ip: `fd02::${number.toString(16)}`, os: "linux", environment: "prod" };
    ids.push((await registerHost(ctx, hostInput.parse(fields))).id);
  }
  return ids;
}

/** So that the next measure finds the hosts that it counts on. */
async function removeHosts({ ownerUrl }: BenchDatabase): Promise<void> {
  await administer(ownerUrl, (sql) => sql`delete from hosts where hostname ~ '^(bench|rate|recorded)-'`);
}

async function measureKind(kind: Kind, effort: Effort): Promise<Outcome> {
  const { rounds, loadSeconds, signal, say } = effort;
  const database = await effort.hostsDatabase();
  await using added = new AsyncDisposableStack();
  added.defer(() => removeHosts(database));
  const ids = await addHosts(database);
  await using server = await startServer(database, signal);
  await using bare = await startBareServer(database, ids[0] ?? "", signal);
  const urls = { ours: `${server.url}/api/v1/hosts`, bare: `${bare.url}/driver/hosts` };
  const cookie = `${cookieName}=${database.secret}`;
  const rates = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}`);
    for (const side of ["ours", "bare"] as const) {
      signal.throwIfAborted();
      const requests = requestsOf(kind, urls[side], ids);
      const rate = await measureRate({ ...requests, cookie, connections, seconds: loadSeconds, firstNumber });
      firstNumber += Math.ceil(rate * loadSeconds * 2) + connections;
      if (round > 0) rates[side].push(rate);
    }
  }
  const statement = kind === "list" || kind === "read" ? await statementOf(kind, database, ids) : undefined;
  const pgbench = statement === undefined ? [] : await pgbenchRates(database, statement, effort);
  return {
    values: rates.ours.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN)),
    details: [
      { name: "bare Fastify", unit: "/s", values: rates.bare },
      { name: "OpsDesk", unit: "/s", values: rates.ours },
      ...(pgbench.length > 0 ? [{ name: "the statement alone, by pgbench", unit: "/s", values: pgbench }] : []),
    ],
  };
}

/** The statement of a page or of a host, with its values in it. */
async function statementOf(kind: "list" | "read", { ctx, secret }: BenchDatabase, ids: readonly string[]) {
  const hostId = ids[0] ?? "";
  const { ofList, ofHost } = await recordStatements(ctx.db as Db, { secret, hostId });
  const { text, parameters } = kind === "list" ? ofList : ofHost;
  return text.replaceAll(/\$(\d+)/g, (_, place) => `'${String(parameters[Number(place) - 1])}'`);
}

const titles: Record<Kind, string> = {
  list: "Listing hosts",
  read: "Reading a host",
  create: "Registering a host",
  update: "Editing a host",
};

const rateOf = (kind: Kind, atLeast: number): Measurement => ({
  name: `hosts-${kind}-rate`,
  title: `${titles[kind]} by REST, as a share of bare Fastify's rate`,
  limit: { atLeast },
  unit: "",
  method:
    `At a million hosts: the same request over ${connections} keep-alive connections that are always busy, from a thread of its own, to OpsDesk and to a ` +
    "Fastify with the same lookup of the session, driver, pool and statements, prepared, and nothing else. Each server is a process " +
    "of its own; the two follow each other in each round.",
  run: (effort) => measureKind(kind, effort),
});

export const hostRates: readonly Measurement[] = [
  rateOf("list", 0.7),
  rateOf("read", 0.5),
  rateOf("create", 0.5),
  rateOf("update", 0.5),
];
