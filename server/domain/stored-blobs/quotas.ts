import { eq, inArray, sql } from "drizzle-orm";
import { onlyRow } from "@/db/rows";
import { storedBytes } from "@/db/schema";
import type { Context, WriteContext } from "@/server/domain/context";
import { storageFull, tooLarge } from "@/server/domain/errors";

/** The most bytes that one user may have uploaded, and that may be kept of all; 0 for no limit. */
export type Quotas = { perUserBytes: number; totalBytes: number };

/** What the bytes of all together are counted under. */
export const everybody = "total";

const mebibytes = (bytes: number) => `${bytes / 1_048_576} MiB`;

const overOwn = ({ perUserBytes }: Quotas) =>
  tooLarge(
    `You may keep ${mebibytes(perUserBytes)} in all. Delete something; after 24 hours, when it is gone, there is room.`,
  );

/** How many more bytes a user may upload, and what refuses one more. Only a first look: what counts is counted at the end. */
export async function roomFor(
  { db }: Context,
  owner: string,
  quotas: Quotas,
): Promise<{ bytes: number; refusal: () => Error }> {
  const rows = await db
    .select()
    .from(storedBytes)
    .where(inArray(storedBytes.owner, [owner, everybody]));
  const left = (limit: number, name: string) =>
    limit === 0 ? Infinity : Math.max(0, limit - (rows.find((row) => row.owner === name)?.sizeBytes ?? 0));
  const own = left(quotas.perUserBytes, owner);
  const total = left(quotas.totalBytes, everybody);
  return own <= total ? { bytes: own, refusal: () => overOwn(quotas) } : { bytes: total, refusal: () => storageFull() };
}

/**
 * Counts an upload, and the bytes that it adds to the store. The rows are held until the transaction ends, so that any number of
 * uploads at once together stay within the quotas. Throws `too_large` or `storage_full` where they do not.
 */
export async function countUpload(
  tx: WriteContext,
  { owner, sizeBytes, addedBytes }: { owner: string; sizeBytes: number; addedBytes: number },
  quotas: Quotas,
): Promise<void> {
  const isOver = (bytes: number, limit: number) => limit > 0 && bytes > limit;
  if (isOver(await addBytes(tx, owner, sizeBytes), quotas.perUserBytes)) throw overOwn(quotas);
  if (addedBytes === 0) return;
  if (isOver(await addBytes(tx, everybody, addedBytes), quotas.totalBytes)) throw storageFull();
}

async function addBytes({ db }: WriteContext, owner: string, sizeBytes: number): Promise<number> {
  const counted = await db
    .insert(storedBytes)
    .values({ owner, sizeBytes })
    .onConflictDoUpdate({
      target: storedBytes.owner,
      set: { sizeBytes: sql`${storedBytes.sizeBytes} + excluded.size_bytes` },
    })
    .returning({ sizeBytes: storedBytes.sizeBytes });
  return onlyRow(counted).sizeBytes;
}

/** Counts bytes that are gone, of each owner in turn. */
export async function subtractBytes({ db }: WriteContext, removed: ReadonlyMap<string, number>): Promise<void> {
  // In one order, so that no two wait for each other; `total` after all ids, as uploads do.
  for (const [owner, bytes] of [...removed].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await db
      .update(storedBytes)
      .set({ sizeBytes: sql`${storedBytes.sizeBytes} - ${bytes}::bigint` })
      .where(eq(storedBytes.owner, owner));
  }
}
