import { createPublicKey, verify as verifySignature } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "@/db/connect";
import { auditCheckpoints, auditTiles, auditUnsealed } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { currentTree, type Tree } from "./checkpoints";
import { checkpointText, isSigned, type LogKey, type SignedCheckpoint } from "./proof";
import { readSealedEvents } from "./sealed-events";
import { hashesOf } from "./tiles";
import { Tampered, Unprovable, type Verdict, verdictOf } from "./verdict";
import { compareLeaves, type KnownHead } from "./verify-leaves";

/** What must come from elsewhere than the database that is verified. */
export type Evidence = { key: LogKey | undefined; published: SignedCheckpoint | undefined };

/**
 * Verifies the whole log as it is in the database at this moment: every event against its leaf, all leaves against the signed
 * checkpoints, and these against the one that was published.
 */
export async function verifyDatabase({ db }: Context, { key, published }: Evidence): Promise<Verdict> {
  return verdictOf(async () => {
    if (!key) throw new Unprovable("There is no public key to verify with that does not come from the database.");
    if (!published) throw new Unprovable("There is no published checkpoint, so what was cut off would not be missed.");
    if (!(await isSigned(published, key)))
      throw new Unprovable("The published checkpoint is not signed with this key.");
    // Every context is made with the whole handle; `Reader` only hides the writing half of it.
    return (db as Db).transaction((tx) => verifySnapshot(tx, key, published), {
      isolationLevel: "repeatable read",
      accessMode: "read only",
    });
  });
}

async function verifySnapshot(tx: Tx, key: LogKey, published: SignedCheckpoint): Promise<Verdict> {
  await tx.execute(sql`select set_config('statement_timeout', '0', true)`);
  const tree = await currentTree(tx);
  if (tree.origin !== key.name) throw new Tampered(0, 0, `This is the log ${tree.origin}, and not ${key.name}.`);
  const unsealed = await tx.$count(auditUnsealed);
  const strange = await findStrangeEvent(tx, tree);
  const heads = await headsOf(tx, tree, key);
  const newest = heads.at(-1)?.size ?? 0;
  const known = [...heads, ...(published.size <= tree.size ? [publishedHead(published)] : [])];
  const stored = await storedHashes(tx, tree.epoch);
  try {
    const sorted = known.filter(({ size }) => size > 0).toSorted((one, other) => one.size - other.size);
    await compareLeaves(withTiles(tx, tree.epoch, stored), { hashAt: stored.hashAt, heads: sorted });
  } catch (error) {
    if (!strange || (error instanceof Tampered && error.firstBadIndex <= strange.firstBadIndex)) throw error;
    throw strange;
  }
  if (strange) throw strange;
  if (published.size > tree.size) return setBack(tree.size, newest, published.size);
  const reason = `${newest} events are what they were when they were sealed.`;
  return { outcome: "proven", reason, size: newest, unsealed };
}

/** A log that ends where it was signed once was set back to then; any other that is too short was cut. */
function setBack(size: number, newest: number, published: number): Verdict {
  const reason = `The log has ${size} leaves, and had ${published} when it was last published.`;
  if (size !== newest) throw new Tampered(size, published - 1, `Leaf ${size} is missing. ${reason}`);
  return { outcome: "rolled-back", reason, size, firstBadIndex: size };
}

/** The signed checkpoints, and the size of the tree itself, which is always that of a checkpoint. */
async function headsOf(tx: Tx, { epoch, origin, size: treeSize }: Tree, { publicKey }: LogKey): Promise<KnownHead[]> {
  const rows = await tx
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.epoch, epoch))
    .orderBy(asc(auditCheckpoints.size));
  if ((rows.at(-1)?.size ?? 0) !== treeSize) {
    const size = Math.min(treeSize, rows.at(-1)?.size ?? 0);
    throw new Tampered(
      size,
      Math.max(size, treeSize - 1),
      `No checkpoint has the ${treeSize} leaves that the tree says it has.`,
    );
  }
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const isGood = ({ size, root, signature }: (typeof rows)[number]) =>
    signature !== null && verifySignature(null, Buffer.from(checkpointText({ origin, size, root })), key, signature);
  const signed = rows.filter(({ signature }) => signature !== null);
  // A signature takes as long as ten events. Those before are looked at where one of these is wrong.
  const isAllGood = signed.slice(-numbers.audit.verifiedSignatures).every(isGood);
  return signed.map((row) => ({
    size: row.size,
    root: row.root,
    what: "the checkpoint",
    isBelievable: () => isAllGood || isGood(row),
  }));
}

const publishedHead = ({ size, root }: SignedCheckpoint): KnownHead => ({
  size,
  root,
  what: "the published checkpoint",
  isBelievable: () => true,
});

type StoredHashes = {
  hashAt: (level: number, number: number) => Uint8Array | undefined;
  keep: (tile: { level: number; tileIndex: number; hashes: Uint8Array }) => void;
  forgetLeaves: () => void;
};

/** The tiles above the lowest, which are few; those of the leaves come and go with them. */
async function storedHashes(tx: Tx, epoch: number): Promise<StoredHashes> {
  const levels = new Map<number, Map<number, Uint8Array[]>>();
  const { level, tileIndex, hashes } = auditTiles;
  const keep: StoredHashes["keep"] = (tile) => {
    const tiles = levels.get(tile.level) ?? new Map<number, Uint8Array[]>();
    levels.set(tile.level, tiles.set(tile.tileIndex, hashesOf(tile.hashes)));
  };
  const upper = await tx
    .select({ level, tileIndex, hashes })
    .from(auditTiles)
    .where(and(eq(auditTiles.epoch, epoch), sql`${level} > 0`));
  for (const tile of upper) keep(tile);
  return {
    keep,
    hashAt: (at, number) => levels.get(at)?.get(Math.floor(number / 256))?.[number % 256],
    forgetLeaves: () => void levels.delete(0),
  };
}

/** The leaves, each chunk after the tiles that it is compared with. */
async function* withTiles(tx: Tx, epoch: number, stored: StoredHashes) {
  for await (const { leaves, tiles } of readSealedEvents(tx, epoch)) {
    stored.forgetLeaves();
    for (const tile of tiles) stored.keep(tile);
    yield leaves;
  }
}

/** An event that nobody sealed and nobody will, or one that was to be sealed and is gone; the first of them. */
async function findStrangeEvent(tx: Tx, tree: Tree): Promise<Tampered | undefined> {
  const gone = await tx.execute(sql`
    select 1 from audit_unsealed as queue
    left join audit_events as event on event.occurred_at = queue.occurred_at and event.id = queue.id
    where event.id is null limit 1`);
  if (gone.length > 0) return new Tampered(tree.size, tree.size, "An event that was not sealed yet is gone.");
  if (tree.queuedUntil !== null) return undefined;
  const [stray] = await tx.execute<{ index: string | null }>(sql`
    select (select min(leaf_index) from audit_leaves as leaf
      where leaf.epoch = ${tree.epoch} and (leaf.event_occurred_at, leaf.event_id) > (event.occurred_at, event.id)) as index
    from audit_events as event
    where not exists (select from audit_leaves as leaf where leaf.event_id = event.id and leaf.event_occurred_at = event.occurred_at)
      and not exists (select from audit_unsealed as queue where queue.id = event.id and queue.occurred_at = event.occurred_at)
    order by event.occurred_at, event.id limit 1`);
  if (!stray) return undefined;
  const index = Number(stray.index ?? tree.size);
  return new Tampered(index, index, `An event that was never sealed stands before leaf ${index}.`);
}
