import { startDatabase } from "@/bench/desk/database";
import { cookieOf } from "@/bench/desk/people";
import { measureRate } from "@/bench/load/rate";
import type { Measurement } from "@/bench/measurement";
import { startEdgeDesk } from "./desk";

const connections = 16;

export const edgeRate: Measurement = {
  name: "edge-rate",
  title: "Listing hosts through nginx with three servers, as a share of one server's rate directly",
  limit: { atLeast: 0.8 },
  unit: "",
  method:
    `GET /api/v1/hosts over ${connections} keep-alive connections that are always busy, from a thread of its own: to one of three servers, then to nginx in ` +
    "front of all of them, by plain HTTP, with its rates lifted. Each server has warmed up by a round of its own. " +
    "All of them, the database and the client share the cores of this machine.",
  run: async ({ rounds, loadSeconds, signal, say }) => {
    await using database = await startDatabase();
    await using desk = await startEdgeDesk(database, signal);
    const { cookie } = cookieOf(database.secret);
    const direct = desk.servers.map(({ url }) => url);
    const rateAt = (url: string) => {
      signal.throwIfAborted();
      return measureRate({ urls: [`${url}/api/v1/hosts`], cookie, connections, seconds: loadSeconds });
    };
    say("rounds that are not counted, one for each server");
    for (const url of direct) await rateAt(url);
    const rates = { direct: [] as number[], through: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      rates.direct.push(await rateAt(direct[round % direct.length] ?? desk.url));
      rates.through.push(await rateAt(desk.url));
    }
    return {
      values: rates.through.map((rate, round) => rate / (rates.direct[round] ?? Number.NaN)),
      details: [
        { name: "one server", unit: "/s", values: rates.direct },
        { name: "three behind nginx", unit: "/s", values: rates.through },
      ],
    };
  },
};
