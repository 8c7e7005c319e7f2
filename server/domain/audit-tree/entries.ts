import { and, asc, eq, gte, lt } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { auditEvents, auditLeaves, auditTiles } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { findNewestSigned } from "./checkpoints";
import { entryOf, joined } from "./proof";
import { type TileName, widthOf } from "./tiles";

type Named = Pick<TileName, "tileIndex" | "width">;

/** The hashes of a tile, as far as a signed checkpoint covers them. Throws `not_found`. */
export async function getTile(
  { db }: Pick<Context, "db">,
  { level, tileIndex, width }: Named & { level: number },
): Promise<Uint8Array> {
  const epoch = await epochWith(db, level, { tileIndex, width });
  const [tile] = await db
    .select({ hashes: auditTiles.hashes })
    .from(auditTiles)
    .where(and(eq(auditTiles.epoch, epoch), eq(auditTiles.level, level), eq(auditTiles.tileIndex, tileIndex)));
  if (!tile) throw notFound("tile");
  return tile.hashes.subarray(0, width * 32);
}

/** The entries of the leaves of a tile (C2SP tlog-tiles), as far as a signed checkpoint covers them. Throws `not_found`. */
export async function getEntryBundle({ db }: Pick<Context, "db">, { tileIndex, width }: Named): Promise<Uint8Array> {
  const epoch = await epochWith(db, 0, { tileIndex, width });
  return bundleOf(await readCanonicals(db, epoch, tileIndex * 256, width));
}

/** Throws `not_found` where the newest signed checkpoint does not have such a tile. */
async function epochWith(db: Reader, level: number, { tileIndex, width }: Named): Promise<number> {
  const newest = await findNewestSigned(db);
  if (!newest || widthOf(level, tileIndex, newest.checkpoint.size) < width) throw notFound("tile");
  return newest.epoch;
}

/** The canonical bytes of the events of `count` leaves. An event that is gone leaves nothing. */
async function readCanonicals(db: Reader, epoch: number, start: number, count: number): Promise<Uint8Array[]> {
  const rows = await db
    .select({ canonical: auditEvents.canonical })
    .from(auditLeaves)
    .innerJoin(
      auditEvents,
      and(eq(auditEvents.occurredAt, auditLeaves.eventOccurredAt), eq(auditEvents.id, auditLeaves.eventId)),
    )
    .where(
      and(eq(auditLeaves.epoch, epoch), gte(auditLeaves.leafIndex, start), lt(auditLeaves.leafIndex, start + count)),
    )
    .orderBy(asc(auditLeaves.leafIndex));
  return rows.map(({ canonical }) => canonical);
}

/** Entries, each after its length in two bytes. */
async function bundleOf(canonicals: readonly Uint8Array[]): Promise<Uint8Array> {
  const entries = await Promise.all(canonicals.map(entryOf));
  return joined(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]));
}
