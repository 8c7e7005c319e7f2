import { lt } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import { keysUsedSince } from "@/server/domain/audit/idempotency";
import type { Context } from "@/server/domain/context";

/** Removes the keys whose time is over. */
export async function removeExpiredIdempotencyKeys(ctx: Context): Promise<void> {
  await unaudited(ctx, "an expired key answers nobody", async (tx) => {
    await tx.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, keysUsedSince(tx)));
  });
}
