import { lt, sql } from "drizzle-orm";
import { requestCounts } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";

/** Removes what was counted in windows that have ended. */
export async function removeOldRequestCounts(ctx: Context): Promise<void> {
  await unaudited(ctx, "a window that has ended limits nobody", async ({ db }) => {
    await db.delete(requestCounts).where(lt(requestCounts.windowEndsAt, sql`now()`));
  });
}
