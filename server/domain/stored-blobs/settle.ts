import { eq, sql } from "drizzle-orm";
import { onlyRow } from "@/db/rows";
import { blobs } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { StagedBlob } from "@/server/domain/blob-store/blob-store";
import { contentTypeOf } from "@/server/domain/content-types/content-type";
import type { Context, WriteContext } from "@/server/domain/context";

/**
 * Says that bytes are about to come into the store, before they do: whatever interrupts what follows, the row tells
 * `collectBlobs` where to look.
 */
export async function announceBlob(ctx: Context, staged: StagedBlob): Promise<void> {
  await unaudited(ctx, "bytes on their way are nothing that anybody sees", (tx) => holdBlob(tx, staged));
}

/**
 * Puts staged bytes into their place and makes them ready, to be named in this transaction. Gives how many bytes that adds to
 * those that count: none where somebody has brought the same before. Bytes that were corrupt are whole again.
 */
export async function settleBlob(tx: WriteContext, staged: StagedBlob): Promise<number> {
  const state = await holdBlob(tx, staged);
  // While the row is ours, so that nobody removes them meanwhile.
  await staged.keep();
  await tx.db
    .update(blobs)
    .set({ state: "ready", verifiedAt: tx.now().toISOString() })
    .where(eq(blobs.sha256, staged.sha256));
  return state === "unsettled" ? staged.sizeBytes : 0;
}

/** Locks the row of a digest until the transaction ends, making it where there is none, and gives its state. */
async function holdBlob(tx: WriteContext, { sha256, sizeBytes, head }: StagedBlob) {
  const now = tx.now().toISOString();
  const row = { sha256, sizeBytes, contentType: contentTypeOf(head), createdAt: now, verifiedAt: now };
  const held = await tx.db
    .insert(blobs)
    .values({ ...row, state: "unsettled" })
    .onConflictDoUpdate({
      target: blobs.sha256,
      set: {
        createdAt: sql`case ${blobs.state} when 'unsettled' then excluded.created_at else ${blobs.createdAt} end`,
      },
    })
    .returning({ state: blobs.state });
  return onlyRow(held).state;
}
