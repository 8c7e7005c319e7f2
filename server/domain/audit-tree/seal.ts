import { and, eq, isNull, sql } from "drizzle-orm";
import { onlyRow } from "@/db/rows";
import { auditCheckpoints, auditUnsealed } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { currentTree, listUnsigned, noteOf, readRangeHashes, type Tree } from "./checkpoints";
import { areEqual, type Checkpoint, checkpointText, consistencyRanges, isConsistent } from "./proof";
import type { SigningKey } from "./signing-key";

/** The log is not the one that was signed before: signing it now would prove two different pasts. */
export class AuditLogContradiction extends Error {
  override name = "AuditLogContradiction";
}

/**
 * Gives the events that wait, up to `numbers.audit.sealedAtOnce`, their leaves, and decides the checkpoint of the new size. Gives
 * how many; 0 as well where another process is doing it.
 */
export async function sealEvents(ctx: Context): Promise<number> {
  if (!(await isAnythingWaiting(ctx))) return 0;
  return unaudited(ctx, "a leaf number says nothing that its event has not said", async ({ db }) => {
    const most = numbers.audit.sealedAtOnce;
    const rows = await db.execute<{ sealed: number | null }>(sql`select seal_audit_events(${most}::integer) as sealed`);
    return onlyRow(rows).sealed ?? 0;
  });
}

/** A look that writes nothing, because most of the time there is nothing to do. */
async function isAnythingWaiting({ db }: Context): Promise<boolean> {
  const [waiting] = await db.select({ id: auditUnsealed.id }).from(auditUnsealed).limit(1);
  return waiting !== undefined || (await currentTree(db)).queuedUntil !== null;
}

export type Signing = {
  key: SigningKey /** The last checkpoint that this process knows to be signed. */;
  last: Checkpoint | undefined;
};

/**
 * Signs the checkpoints that are decided. What they say is committed before, so whoever signs one, and however often, signs the
 * same. Gives the newest, with its note. Throws `AuditLogContradiction` instead of signing what does not contain `last`.
 */
export async function signCheckpoints(ctx: Context, { key, last }: Signing) {
  const tree = await currentTree(ctx.db);
  await requireKey(ctx, tree, key);
  let newest: { checkpoint: Checkpoint; note: string } | undefined;
  for (const { size, root } of await listUnsigned(ctx.db, tree.epoch)) {
    const checkpoint = { origin: tree.origin, size, root };
    await requireContinuation(ctx, tree, newest?.checkpoint ?? last, checkpoint);
    const signature = key.sign(checkpointText(checkpoint));
    await keepSignature(ctx, tree.epoch, size, signature);
    newest = { checkpoint, note: await noteOf(checkpoint, key.publicKey, signature) };
  }
  return newest;
}

async function keepSignature(ctx: Context, epoch: number, size: number, signature: Uint8Array): Promise<void> {
  const { epoch: ofEpoch, size: ofSize } = auditCheckpoints;
  await unaudited(ctx, "the signature of what is decided", ({ db }) =>
    db
      .update(auditCheckpoints)
      .set({ signature })
      .where(and(eq(ofEpoch, epoch), eq(ofSize, size), isNull(auditCheckpoints.signature))),
  );
}

/** The first key that comes is the log's for ever. */
async function requireKey(ctx: Context, tree: Tree, { publicKey }: SigningKey): Promise<void> {
  const known = tree.publicKey ?? (await claimKey(ctx, publicKey));
  if (areEqual(known, publicKey)) return;
  throw new AuditLogContradiction("The audit log is signed with another key than the one in AUDIT_KEY_FILE.");
}

async function claimKey(ctx: Context, publicKey: Uint8Array): Promise<Uint8Array> {
  return unaudited(ctx, "which key signs is a setting of the machine", async ({ db }) => {
    const rows = await db.execute<{ key: Uint8Array }>(sql`select claim_audit_key(${publicKey}) as key`);
    return onlyRow(rows).key;
  });
}

/** Throws `AuditLogContradiction` where the tree of `now` does not begin with the one of `last`, or is another log. */
async function requireContinuation(
  { db }: Context,
  { epoch, origin }: Tree,
  last: Checkpoint | undefined,
  now: Checkpoint,
): Promise<void> {
  if (!last) return;
  if (last.origin !== origin)
    throw new AuditLogContradiction(`The last published checkpoint is of ${last.origin}, this log is ${origin}.`);
  // Another process has published more than this one was about to sign.
  if (last.size > now.size && (await holds(db, epoch, now, last))) return;
  if (last.size <= now.size && (await holds(db, epoch, last, now))) return;
  throw new AuditLogContradiction(
    `The audit log of ${now.size} events does not continue the published one of ${last.size}: it was set back or altered.`,
  );
}

async function holds(db: Context["db"], epoch: number, old: Checkpoint, now: Checkpoint): Promise<boolean> {
  try {
    return await isConsistent(old, now, await readRangeHashes(db, epoch, consistencyRanges(old.size, now.size)));
  } catch {
    // A tree without the tiles that it needs does not hold anything.
    return false;
  }
}
