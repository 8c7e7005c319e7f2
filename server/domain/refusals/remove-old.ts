import { lt } from "drizzle-orm";
import { refusals } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";

/** Removes what was counted more than `numbers.refusals.keptHours` ago. */
export async function removeOldRefusals(ctx: Context): Promise<void> {
  const since = new Date(ctx.now().getTime() - numbers.refusals.keptHours * 3_600_000).toISOString();
  await unaudited(ctx, "the first refusal of each window is in the log", async ({ db }) => {
    await db.delete(refusals).where(lt(refusals.minute, since));
  });
}
