import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { auditCheckpoints, auditTiles, auditTree } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { type Checkpoint, checkpointText, keyIdOf, keyText, type Range, signatureLine } from "./proof";
import { placesFor, rangeHashes, type Tile, type TilePlace } from "./tiles";

export type Tree = typeof auditTree.$inferSelect;

/** The tree that grows. Throws where there is none, which no migration leaves behind. */
export async function currentTree(db: Reader): Promise<Tree> {
  const [tree] = await db.select().from(auditTree).orderBy(desc(auditTree.epoch)).limit(1);
  if (!tree) throw new Error("the audit log has no tree");
  return tree;
}

/** A checkpoint with the signature of its log's key, as a note (C2SP tlog-checkpoint). */
export async function noteOf(checkpoint: Checkpoint, publicKey: Uint8Array, signature: Uint8Array): Promise<string> {
  const { origin } = checkpoint;
  const keyId = await keyIdOf({ name: origin, publicKey });
  return `${checkpointText(checkpoint)}\n${signatureLine(origin, keyId, signature)}`;
}

type Signed = { epoch: number; checkpoint: Checkpoint; note: string };

/** The newest checkpoint that is signed, of the tree that grows; undefined while there is none. */
export async function findNewestSigned(db: Reader): Promise<Signed | undefined> {
  const { epoch, origin, publicKey } = await currentTree(db);
  const [row] = await db
    .select()
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.epoch, epoch), isNotNull(auditCheckpoints.signature)))
    .orderBy(desc(auditCheckpoints.size))
    .limit(1);
  if (!row?.signature || !publicKey) return undefined;
  const checkpoint = { origin, size: row.size, root: row.root };
  return { epoch, checkpoint, note: await noteOf(checkpoint, publicKey, row.signature) };
}

/** The checkpoints of an epoch that wait for their signature, the smallest first. */
export async function listUnsigned(db: Reader, epoch: number) {
  return db
    .select({ size: auditCheckpoints.size, root: auditCheckpoints.root })
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.epoch, epoch), isNull(auditCheckpoints.signature)))
    .orderBy(auditCheckpoints.size);
}

/** The newest signed checkpoint, as a note. Throws `not_found` while nothing is sealed. */
export async function getCheckpointNote({ db }: Pick<Context, "db">): Promise<string> {
  const newest = await findNewestSigned(db);
  if (!newest) throw notFound("checkpoint");
  return newest.note;
}

/** The public key of the log, as verifiers of notes take it. Throws `not_found` while it has none. */
export async function getKeyText({ db }: Pick<Context, "db">): Promise<string> {
  const { origin, publicKey } = await currentTree(db);
  if (!publicKey) throw notFound("key");
  return keyText({ name: origin, publicKey });
}

async function readTiles(db: Reader, epoch: number, places: readonly TilePlace[]): Promise<Tile[]> {
  if (places.length === 0) return [];
  const wanted = places.map(({ level, tileIndex }) => sql`(${level}::integer, ${tileIndex}::bigint)`);
  const isWanted = sql`(${auditTiles.level}, ${auditTiles.tileIndex}) in (${sql.join(wanted, sql`, `)})`;
  const { level, tileIndex, hashes } = auditTiles;
  return db
    .select({ level, tileIndex, hashes })
    .from(auditTiles)
    .where(and(eq(auditTiles.epoch, epoch), isWanted));
}

/** The hashes of ranges of leaves, from the stored tiles. */
export async function readRangeHashes(db: Reader, epoch: number, ranges: readonly Range[]): Promise<Uint8Array[]> {
  return rangeHashes(ranges, await readTiles(db, epoch, placesFor(ranges)));
}
