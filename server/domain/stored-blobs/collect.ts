import { and, asc, eq, inArray, lte, notExists, sql } from "drizzle-orm";
import { artifacts, blobs } from "@/db/schema";
import { subjectOf, undoneUntil } from "@/server/domain/artifacts/rules";
import { audited, unaudited } from "@/server/domain/audit/audited";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import type { Context, WriteContext } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { everybody, subtractBytes } from "./quotas";

const { collectBatch, leftoverMinutes } = numbers.artifacts;
const leftoverMilliseconds = leftoverMinutes * 60_000;

/**
 * Removes artifacts that can no longer be brought back, then the bytes that nothing names, then what uploads have left that were
 * interrupted. Bytes go only after the commit that says that they count no more.
 */
export async function collectBlobs(ctx: Context, store: BlobStore): Promise<void> {
  while ((await removeDeleted(ctx)) === collectBatch);
  while (await removeUnsettled(ctx, store));
  await store.removeLeftovers(leftoverMilliseconds);
}

/** Gives how many artifacts were removed, at most `collectBatch`. */
async function removeDeleted(ctx: Context): Promise<number> {
  return audited(ctx, "artifacts.collect", async (tx) => {
    const over = await tx.db
      .select({ id: artifacts.id })
      .from(artifacts)
      .where(lte(artifacts.deletedAt, undoneUntil(tx)))
      .limit(collectBatch)
      .for("update", { skipLocked: true });
    if (over.length === 0) return { result: 0, events: [] };
    const removed = await tx.db
      .delete(artifacts)
      .where(
        inArray(
          artifacts.id,
          over.map(({ id }) => id),
        ),
      )
      .returning();
    const bytes = new Map<string, number>();
    for (const { uploadedById: owner, sizeBytes } of removed) bytes.set(owner, (bytes.get(owner) ?? 0) + sizeBytes);
    bytes.set(everybody, await unsettleUnnamed(tx, removed));
    await subtractBytes(tx, bytes);
    const events = removed.map((artifact) => ({ action: "artifact.removed" as const, subject: subjectOf(artifact) }));
    return { result: removed.length, events };
  });
}

/** Gives the bytes, of those that something has named until now, that nothing names any more. */
async function unsettleUnnamed({ db }: WriteContext, named: readonly { sha256: Uint8Array }[]): Promise<number> {
  const isOne = inArray(
    blobs.sha256,
    named.map(({ sha256 }) => sha256),
  );
  // First the rows, then a look at who names them: in one statement, that would be the look of before the wait.
  await db.select({ sha256: blobs.sha256 }).from(blobs).where(isOne).orderBy(asc(blobs.sha256)).for("update");
  const naming = db.select({ one: sql`1` }).from(artifacts).where(eq(artifacts.sha256, blobs.sha256));
  const unnamed = await db
    .update(blobs)
    .set({ state: "unsettled" })
    .where(and(isOne, notExists(naming)))
    .returning({ sizeBytes: blobs.sizeBytes });
  return unnamed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** Removes one digest that counts no more and its bytes; until both are gone, an upload of the same waits for the row. */
async function removeUnsettled(ctx: Context, store: BlobStore): Promise<boolean> {
  return unaudited(ctx, "nothing names these bytes, and the removal of what did was an event", async ({ db }) => {
    const interrupted = new Date(ctx.now().getTime() - leftoverMilliseconds).toISOString();
    const [blob] = await db
      .select({ sha256: blobs.sha256 })
      .from(blobs)
      .where(and(eq(blobs.state, "unsettled"), lte(blobs.createdAt, interrupted)))
      .limit(1)
      .for("update", { skipLocked: true });
    if (!blob) return false;
    // The row first, because a name that nobody knew of would refuse that.
    await db.delete(blobs).where(eq(blobs.sha256, blob.sha256));
    await store.remove(blob.sha256);
    return true;
  });
}
