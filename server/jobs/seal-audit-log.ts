import { setTimeout as wait } from "node:timers/promises";
import { type Checkpoint, isSigned } from "@/server/domain/audit-tree/proof";
import { publishCheckpoint, readPublished } from "@/server/domain/audit-tree/published";
import { AuditLogContradiction, sealEvents, signCheckpoints } from "@/server/domain/audit-tree/seal";
import type { SigningKey } from "@/server/domain/audit-tree/signing-key";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";

type Sealing = {
  key: SigningKey;
  /** Where checkpoints leave the database. */
  checkpointDirectory: string;
  signal: AbortSignal;
  /** Is told of each checkpoint that was published, for whoever keeps the log lines of many machines. */
  published: (checkpoint: Checkpoint, note: string) => void;
  failed: (error: unknown) => void;
};

type Newest = { checkpoint: Checkpoint; note: string };

/** What one process knows of the checkpoints: the last signed, and whether and since when it waits to be published. */
type State = { last: Checkpoint | undefined; unpublished: Newest | undefined; publishedAt: number };

/**
 * Seals the audit log, signs and publishes its checkpoints, until the signal. Any number of processes may do so at once. What goes
 * wrong is told and tried again: nothing is signed meanwhile that contradicts what was.
 */
export async function keepAuditLogSealed(newContext: () => Context, sealing: Sealing): Promise<void> {
  const { sealEveryMilliseconds, sealRetrySeconds } = numbers.audit;
  let state: State | undefined;
  while (!sealing.signal.aborted) {
    let pauseMilliseconds: number = sealEveryMilliseconds;
    try {
      state ??= await firstState(sealing);
      const isMore = await sealOnce(newContext(), sealing, state);
      if (isMore) continue;
    } catch (error) {
      sealing.failed(error);
      pauseMilliseconds = 1_000 * sealRetrySeconds;
    }
    await wait(pauseMilliseconds, undefined, { signal: sealing.signal }).catch(() => {});
  }
  if (state) await publish(sealing, state).catch(sealing.failed);
}

async function firstState({ key, checkpointDirectory }: Sealing): Promise<State> {
  const { checkpoint } = await readPublished(checkpointDirectory);
  if (checkpoint && !(await isSigned(checkpoint, { name: checkpoint.origin, publicKey: key.publicKey }))) {
    throw new AuditLogContradiction("The published checkpoint is not signed with the key in AUDIT_KEY_FILE.");
  }
  return { last: checkpoint, unpublished: undefined, publishedAt: Number.NEGATIVE_INFINITY };
}

/** Gives whether there is likely more to do at once. */
async function sealOnce(ctx: Context, sealing: Sealing, state: State): Promise<boolean> {
  const sealed = await sealEvents(ctx);
  const newest = await signCheckpoints(ctx, { key: sealing.key, last: state.last });
  if (newest && newest.checkpoint.size >= (state.last?.size ?? 0)) {
    state.last = newest.checkpoint;
    state.unpublished = newest;
  }
  const isDue = performance.now() - state.publishedAt >= 1_000 * numbers.audit.publishEverySeconds;
  if (isDue) await publish(sealing, state);
  return sealed === numbers.audit.sealedAtOnce;
}

async function publish({ key, checkpointDirectory, published }: Sealing, state: State): Promise<void> {
  if (!state.unpublished) return;
  const { checkpoint, note } = state.unpublished;
  await publishCheckpoint(checkpointDirectory, note, { name: checkpoint.origin, publicKey: key.publicKey });
  published(checkpoint, note);
  state.unpublished = undefined;
  state.publishedAt = performance.now();
}
