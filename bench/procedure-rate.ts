import { cookieName } from "@/server/api/request-context";
import { registerHost } from "@/server/domain/hosts/mutations";
import { registerHost as hostInput } from "@/server/domain/hosts/schema";
import { startBareServer } from "./desk/bare-server";
import { startDatabase } from "./desk/database";
import { startServer } from "./desk/server";
import { measureRate } from "./load/rate";
import type { Effort, Measurement } from "./measurement";

const connections = 16;

async function run({ rounds, loadSeconds, signal, say }: Effort) {
  await using database = await startDatabase();
  const input = hostInput.parse({ hostname: "bench", ip: "10.0.0.1", os: "linux", environment: "prod" });
  const { id } = await registerHost(database.ctx, input);
  await using server = await startServer(database, signal);
  await using bare = await startBareServer(database, id, signal);
  const urls = {
    bare: `${bare.url}/driver/hosts/${id}`,
    domain: `${bare.url}/domain/${id}`,
    procedure: `${server.url}/api/trpc/hosts.get?input=${encodeURIComponent(JSON.stringify({ id }))}`,
    rest: `${server.url}/api/v1/hosts/${id}`,
  };
  const cookie = `${cookieName}=${database.secret}`;
  const rates = { bare: [] as number[], domain: [] as number[], procedure: [] as number[], rest: [] as number[] };
  const names = Object.keys(urls) as (keyof typeof urls)[];
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}`);
    for (const name of names) {
      signal.throwIfAborted();
      const rate = await measureRate({ urls: [urls[name]], cookie, connections, seconds: loadSeconds });
      if (round > 0) rates[name].push(rate);
    }
  }
  const shares = (part: number[]) => part.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN));
  return {
    values: shares(rates.procedure),
    details: [
      { name: "the same by REST", unit: "", values: shares(rates.rest) },
      { name: "bare Fastify around the domain functions", unit: "", values: shares(rates.domain) },
      { name: "bare Fastify", unit: "/s", values: rates.bare },
      { name: "GET /api/trpc/hosts.get", unit: "/s", values: rates.procedure },
      { name: "GET /api/v1/hosts/{id}", unit: "/s", values: rates.rest },
    ],
  };
}

export const procedureRate: Measurement = {
  name: "procedure-rate",
  title: "Rate of a bare procedure, as a share of bare Fastify's",
  limit: { atLeast: 0.5 },
  unit: "",
  method:
    `Reading one host over ${connections} keep-alive connections that are always busy, from a thread of its own: hosts.get by tRPC ` +
    "against a Fastify route that does nothing but the same lookup of the session and the same select, prepared, on the same " +
    "driver with a pool of the same size. Each server is a process of its own; the parts of a round follow each other.",
  reason:
    "tRPC's adapter makes a web Request of every call and a streamed web Response of every answer, which takes more of the " +
    "processor than bare Fastify takes for all that it does. By REST the same procedure has no such layer.",
  run,
};
