import { setTimeout as wait } from "node:timers/promises";
import { type Effort, type Measurement, quantile } from "@/bench/measurement";
import { audited } from "@/server/domain/audit/audited";
import { currentTree } from "@/server/domain/audit-tree/checkpoints";
import { keepSealing, type Sealer, withSealer } from "./sealing";

const eventsPerSecond = 1_000;
/** Events that one transaction of the load writes, and how many of these begin at once. */
const eventsAtOnce = 10;
const everyMilliseconds = (1_000 * eventsAtOnce) / eventsPerSecond;

type Latencies = { seconds: number[]; rate: number };

/**
 * Writes at a steady rate and seals meanwhile. An event is covered by the first checkpoint that is signed with a size of all that
 * was committed by then; counting commits is exact enough, because a batch takes all that is there.
 */
async function measureRound(sealer: Sealer, seconds: number, signal: AbortSignal): Promise<Latencies> {
  const commits: number[] = [];
  const latencies: number[] = [];
  const stopping = new AbortController();
  const { size: before } = await currentTree(sealer.ctx.db);
  const sealing = keepSealing(sealer, stopping.signal, (size) => {
    const now = performance.now();
    for (const at of commits.slice(latencies.length, size - before)) latencies.push((now - at) / 1_000);
  });
  const startedAt = performance.now();
  const writes = Array.from({ length: (seconds * 1_000) / everyMilliseconds }, async (_, number) => {
    await wait(number * everyMilliseconds, undefined, { signal });
    const subject = { type: "host", id: String(number), label: `web-${number}` };
    const events = Array.from({ length: eventsAtOnce }, () => ({
      action: "host.updated" as const,
      subject,
      after: { number },
    }));
    await audited(sealer.ctx, "hosts.write", async () => ({ result: null, events }));
    commits.push(...Array.from({ length: eventsAtOnce }, () => performance.now()));
  });
  await Promise.all(writes);
  const rate = commits.length / ((performance.now() - startedAt) / 1_000);
  while (latencies.length < commits.length) await wait(50, undefined, { signal });
  stopping.abort();
  await sealing;
  return { seconds: latencies, rate };
}

async function run({ rounds, loadSeconds, signal, say }: Effort) {
  return withSealer(async (sealer) => {
    const all: Latencies[] = [];
    for (let round = 1; round <= rounds; round++) {
      const seconds = loadSeconds * 12;
      say(`round ${round} of ${rounds}: ${eventsPerSecond} events/s for ${seconds} s`);
      all.push(await measureRound(sealer, seconds, signal));
    }
    return {
      values: all.map(({ seconds }) => quantile(seconds, 0.99)),
      details: [
        { name: "median", unit: "s", values: all.map(({ seconds }) => quantile(seconds, 0.5)) },
        { name: "events written", unit: "1/s", values: all.map(({ rate }) => rate) },
      ],
    };
  });
}

export const sealLatency: Measurement = {
  name: "seal-latency",
  title: "From the commit of an event to the signed checkpoint that covers it, p99",
  limit: { atMost: 2 },
  unit: "s",
  method: `${eventsPerSecond} events a second, ten in a transaction, on a PostgreSQL that makes every commit durable, sealed meanwhile as the worker does.`,
  run,
};
