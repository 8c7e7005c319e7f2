import { type Effort, type Measurement, median, quantile } from "@/bench/measurement";
import { administer } from "@/scripts/postgres/administer";
import { registerHost } from "@/server/domain/hosts/mutations";
import * as schema from "@/server/domain/hosts/schema";
import { keepSealing, type Sealer, withSealer } from "./sealing";

let countHosts = 0;

function nextHost(): schema.RegisterHost {
  countHosts += 1;
  const ip = `10.${countHosts >> 16}.${(countHosts >> 8) & 255}.${countHosts & 255}`;
  return schema.registerHost.parse({ hostname: `sealed-${countHosts}`, ip, os: "linux", environment: "prod" });
}

async function register({ ctx }: Sealer, count: number, signal: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < count; call++) {
    signal.throwIfAborted();
    const startedAt = performance.now();
    await registerHost(ctx, nextHost());
    times.push(performance.now() - startedAt);
  }
  return times;
}

type Times = Record<"off" | "on", number[]>;

/** Blocks of calls by turns, so that whatever slows the machine slows both; without sealing there is no queue either. */
async function byTurns(sealer: Sealer, ownerUrl: string, { samples, signal }: Effort): Promise<Times> {
  const times: Times = { off: [], on: [] };
  const blocks = 20;
  for (let block = 0; block < blocks; block++) {
    const isOn = block % 2 === 1;
    const trigger = `alter table audit_events ${isOn ? "enable" : "disable"} trigger audit_events_queue`;
    await administer(ownerUrl, (owner) => owner.unsafe(trigger));
    const stopping = new AbortController();
    const sealing = isOn ? keepSealing(sealer, stopping.signal, () => {}) : undefined;
    times[isOn ? "on" : "off"].push(...(await register(sealer, Math.ceil((2 * samples) / blocks), signal)));
    stopping.abort();
    await sealing;
  }
  return times;
}

async function run(effort: Effort) {
  return withSealer(async (sealer, { ownerUrl }) => {
    await register(sealer, effort.samples / 4, effort.signal);
    const all: Times[] = [];
    for (let round = 1; round <= effort.rounds; round++) {
      effort.say(`round ${round} of ${effort.rounds}: ${effort.samples} calls of each`);
      all.push(await byTurns(sealer, ownerUrl, effort));
    }
    return {
      values: all.map(({ off, on }) => median(on) / median(off)),
      details: [
        {
          name: "the same of the p95",
          unit: "",
          values: all.map(({ off, on }) => quantile(on, 0.95) / quantile(off, 0.95)),
        },
        { name: "without, median", unit: "ms", values: all.map(({ off }) => median(off)) },
        { name: "sealed, median", unit: "ms", values: all.map(({ on }) => median(on)) },
      ],
    };
  });
}

export const sealedWrite: Measurement = {
  name: "sealed-write",
  title: "What a change takes while the log is sealed, by what it takes without, median",
  limit: { atMost: 1.1 },
  unit: "",
  method:
    "registerHost, one call after the other, in blocks by turns: with the queue of unsealed events and a worker's sealing, and " +
    "with neither, on a PostgreSQL that makes every commit durable.",
  run,
};
