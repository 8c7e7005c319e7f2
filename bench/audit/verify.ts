import { eq } from "drizzle-orm";
import { type Effort, type Measurement, quantile } from "@/bench/measurement";
import { auditLeaves } from "@/db/schema";
import { getEventProof } from "@/server/domain/audit-tree/event-proof";
import { readPublished } from "@/server/domain/audit-tree/published";
import { verifyDatabase } from "@/server/domain/audit-tree/verify-database";
import { publishNewest, type Sealer, withSealer, writeSealedEvents } from "./sealing";

/** A million where the audit log of the other measures has ten. */
const eventsOf = ({ auditEvents }: Effort) => auditEvents / 10;

async function timeVerification({ ctx, checkpointDirectory }: Sealer): Promise<number> {
  const { key, checkpoint: published } = await readPublished(checkpointDirectory);
  const startedAt = performance.now();
  const verdict = await verifyDatabase(ctx, { key, published });
  if (verdict.outcome !== "proven") throw new Error(verdict.reason);
  return (performance.now() - startedAt) / 1_000;
}

async function timeProofs({ ctx }: Sealer, events: number, samples: number): Promise<number[]> {
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const index = Math.floor(Math.random() * events);
    const [leaf] = await ctx.db.select().from(auditLeaves).where(eq(auditLeaves.leafIndex, index));
    const startedAt = performance.now();
    await getEventProof(ctx, { id: leaf?.eventId ?? "" });
    times.push(performance.now() - startedAt);
  }
  return times;
}

async function run(effort: Effort) {
  const { rounds, samples, signal, say } = effort;
  const events = eventsOf(effort);
  return withSealer(async (sealer) => {
    say(`${events} events are written and sealed`);
    const startedAt = performance.now();
    await writeSealedEvents(sealer, events);
    const writtenPerSecond = events / ((performance.now() - startedAt) / 1_000);
    await publishNewest(sealer);
    const values: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      signal.throwIfAborted();
      say(`round ${round} of ${rounds}`);
      values.push((await timeVerification(sealer)) * (1_000_000 / events));
    }
    const proofs = await timeProofs(sealer, events, samples);
    return {
      values,
      details: [
        { name: "events in the log", unit: "", values: [events] },
        { name: "written and sealed before", unit: "1/s", values: [writtenPerSecond] },
        { name: "the proof of one event, p95", unit: "ms", values: [quantile(proofs, 0.95)] },
      ],
    };
  });
}

export const auditVerify: Measurement = {
  name: "audit-verify",
  title: "`opsdesk audit verify`, for a million events",
  limit: { atMost: 10 },
  unit: "s",
  reason:
    "Each event costs about as much in the database, which looks it up, hashes and sends it, as in the process, which makes its " +
    "bytes anew: on two cores, one reader at a time.",
  method: "The whole log from the database: the bytes of each event from its columns, every hash, every checkpoint.",
  run,
};
