import { eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { auditEvents, auditLeaves } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { conflict, notFound } from "@/server/domain/errors";
import { findNewestSigned, readRangeHashes } from "./checkpoints";
import { inclusionRanges, proofText } from "./proof";

/**
 * The proof of one event as a text of its own (C2SP tlog-proof), with the newest checkpoint. Throws `not_found`, and `conflict` for
 * an event that no signed checkpoint covers yet.
 */
export async function getEventProof({ db }: Pick<Context, "db">, { id }: { id: string }): Promise<string> {
  const [event] = await db.select({ canonical: auditEvents.canonical }).from(auditEvents).where(eq(auditEvents.id, id));
  if (!event) throw notFound("audit event");
  const [leaf] = await db.select().from(auditLeaves).where(eq(auditLeaves.eventId, id));
  const newest = await findNewestSigned(db);
  if (!leaf || !newest || newest.epoch !== leaf.epoch || newest.checkpoint.size <= leaf.leafIndex) {
    throw conflict("This event is not sealed yet. Try again in a few seconds.");
  }
  const ranges = inclusionRanges(leaf.leafIndex, newest.checkpoint.size);
  const hashes = await readRangeHashes(db, leaf.epoch, ranges);
  return proofText({ canonical: event.canonical, index: leaf.leafIndex, hashes, note: newest.note });
}

/** The leaf numbers of events, of those that have one, by their ids. */
export async function leafIndexesOf(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const { eventId, leafIndex } = auditLeaves;
  const rows = await db
    .select({ eventId, leafIndex })
    .from(auditLeaves)
    .where(inArray(eventId, [...ids]));
  return new Map(rows.map((row) => [row.eventId, row.leafIndex]));
}
