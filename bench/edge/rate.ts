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
    `GET /api/v1/hosts over ${connections} keep-alive connections that are always busy, from a thread of its own: to one server, then to nginx in ` +
    "front of three of them, by plain HTTP, with its rates lifted. All of them, the database and the client share the cores of this machine.",
  run: async ({ rounds, loadSeconds, signal, say }) => {
    await using database = await startDatabase();
    await using desk = await startEdgeDesk(database, signal);
    const { cookie } = cookieOf(database.secret);
    const rates = { direct: [] as number[], through: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}`);
      for (const side of ["direct", "through"] as const) {
        signal.throwIfAborted();
        const url = side === "direct" ? desk.direct.url : desk.url;
        const rate = await measureRate({ urls: [`${url}/api/v1/hosts`], cookie, connections, seconds: loadSeconds });
        if (round > 0) rates[side].push(rate);
      }
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
