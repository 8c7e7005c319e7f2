import { v7 as newId } from "uuid";
import type { Db } from "@/db/connect";
import { onlyRow } from "@/db/rows";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { hostColumns } from "@/server/domain/host-rows/select";
import { registerHost } from "@/server/domain/hosts/mutations";
import * as schema from "@/server/domain/hosts/schema";
import { startDatabase } from "./desk/database";
import { type Effort, type Measurement, quantile } from "./measurement";

let countHosts = 0;

function nextHost(): schema.RegisterHost {
  countHosts += 1;
  const ip = `10.${countHosts >> 16}.${(countHosts >> 8) & 255}.${countHosts & 255}`;
  const name = `bench-${String(countHosts).padStart(6, "0")}`;
  return schema.registerHost.parse({
    hostname: name,
    ip,
    os: "linux",
    environment: "prod",
    team: "platform",
    tags: ["db"],
  });
}

/** The statement of `registerHost`, in a transaction of its own. */
async function insertHost(db: Db, input: schema.RegisterHost): Promise<void> {
  const now = new Date().toISOString();
  const row = { ...input, id: newId(), version: 1, createdAt: now, updatedAt: now };
  onlyRow(await db.transaction((tx) => tx.insert(hosts).values(row).returning(hostColumns)));
}

async function timeMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

type Times = Record<"bare" | "audited", number[]>;

/** Times one call of each in turn, so that whatever slows the machine slows both. */
async function timeByTurns(ctx: Context, samples: number, signal: AbortSignal): Promise<Times> {
  const times: Times = { bare: [], audited: [] };
  for (let sample = 0; sample < samples; sample++) {
    signal.throwIfAborted();
    const [one, other] = [nextHost(), nextHost()];
    times.bare.push(await timeMilliseconds(() => insertHost(ctx.db as Db, one)));
    times.audited.push(await timeMilliseconds(() => registerHost(ctx, other)));
  }
  return times;
}

async function run({ rounds, samples, signal, say }: Effort) {
  await using database = await startDatabase();
  say("a round that is not counted");
  await timeByTurns(database.ctx, samples / 4, signal);
  const all: Times[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: ${samples} calls of each`);
    all.push(await timeByTurns(database.ctx, samples, signal));
  }
  const cost = (share: number) => all.map(({ bare, audited }) => quantile(audited, share) - quantile(bare, share));
  return {
    values: cost(0.95),
    details: [
      { name: "difference of the medians", unit: "ms", values: cost(0.5) },
      { name: "bare statement, p95", unit: "ms", values: all.map(({ bare }) => quantile(bare, 0.95)) },
      { name: "through `audited`, p95", unit: "ms", values: all.map(({ audited }) => quantile(audited, 0.95)) },
    ],
  };
}

export const auditedWrite: Measurement = {
  name: "audited-write",
  title: "What `audited` costs over the bare statement, p95",
  limit: { atMost: 1 },
  unit: "ms",
  method:
    "The same INSERT of a host, in a plain transaction and by registerHost with its audit event, one call of each in turn on " +
    "one connection at a time to a PostgreSQL that makes every commit durable; p95 of the one less p95 of the other.",
  run,
};
