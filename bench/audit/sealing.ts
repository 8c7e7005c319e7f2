import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type BenchDatabase, startDatabase } from "@/bench/desk/database";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { findNewestSigned } from "@/server/domain/audit-tree/checkpoints";
import { publishCheckpoint } from "@/server/domain/audit-tree/published";
import { sealEvents, signCheckpoints } from "@/server/domain/audit-tree/seal";
import { readSigningKey, type SigningKey } from "@/server/domain/audit-tree/signing-key";
import { type Context, system } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";

/** What seals a log in a measure, as the worker does. */
export type Sealer = { ctx: Context; key: SigningKey; checkpointDirectory: string };

async function sealerOf({ ctx, dataDirectory }: BenchDatabase): Promise<Sealer> {
  const file = join(dataDirectory, "audit-key.pem");
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  const key = await readSigningKey(file);
  return { ctx: { ...ctx, actor: system }, key, checkpointDirectory: join(dataDirectory, "published") };
}

/** Seals and signs all that waits. */
async function sealAll({ ctx, key }: Sealer): Promise<void> {
  while ((await sealEvents(ctx)) === numbers.audit.sealedAtOnce);
  await signCheckpoints(ctx, { key, last: undefined });
}

export async function publishNewest({ ctx, key, checkpointDirectory }: Sealer): Promise<void> {
  const newest = await findNewestSigned(ctx.db);
  if (!newest) throw new Error("nothing is sealed");
  const { checkpoint, note } = newest;
  await publishCheckpoint(checkpointDirectory, note, { name: checkpoint.origin, publicKey: key.publicKey });
}

/** Seals as often as the worker does until the signal, and tells of each round that signed. */
export async function keepSealing(sealer: Sealer, signal: AbortSignal, signed: (size: number) => void): Promise<void> {
  while (!signal.aborted) {
    await sealEvents(sealer.ctx);
    const newest = await signCheckpoints(sealer.ctx, { key: sealer.key, last: undefined });
    if (newest) signed(newest.checkpoint.size);
    await wait(numbers.audit.sealEveryMilliseconds, undefined, { signal }).catch(() => {});
  }
}

const eventOf = (number: number): AuditEvent => ({
  action: "host.updated",
  subject: { type: "host", id: String(number % 5_000), label: `web-fra-p${number % 5_000}` },
  before: { owner: `team-${number % 40}`, criticality: "high", notes: null },
  after: { owner: `team-${number % 39}`, criticality: "low", notes: "Moved to the other rack on Tuesday." },
  ...(number % 50 === 0 && { reason: `OPS-${number}` }),
});

/** Writes so many events as they come from changes, a thousand a transaction, and seals them as they are written. */
export async function writeSealedEvents(sealer: Sealer, count: number): Promise<void> {
  for (let written = 0; written < count; ) {
    const events = Array.from({ length: Math.min(1_000, count - written) }, (_, place) => eventOf(written + place));
    await audited(sealer.ctx, "hosts.write", async () => ({ result: null, events }));
    written += events.length;
    if (written % numbers.audit.sealedAtOnce === 0 || written === count) await sealAll(sealer);
  }
}

/** Runs a measure over a desk of its own. */
export async function withSealer<T>(work: (sealer: Sealer, database: BenchDatabase) => Promise<T>): Promise<T> {
  await using database = await startDatabase();
  return await work(await sealerOf(database), database);
}
