import { and, eq, sql } from "drizzle-orm";
import { onlyRow } from "@/db/rows";
import { refusals } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import type { Context, WriteContext } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import type { Permission } from "@/server/domain/permissions";

const windowMilliseconds = numbers.refusals.windowSeconds * 1_000;

/**
 * Records that the actor was refused a permission: an event for the first refusal within `numbers.refusals.windowSeconds`, a
 * count for the others, which the next event tells. For whoever has not signed in it does nothing.
 */
export async function recordRefusal(ctx: Context, permission: Permission): Promise<void> {
  if (ctx.actor.id === null) return;
  const refused = { actorId: ctx.actor.id, permission };
  // The refused request did nothing that its Idempotency-Key could answer for.
  await audited({ ...ctx, idempotency: null }, "refusals.record", async (tx) => {
    const unrecorded = await countRefusal(tx, refused);
    if (unrecorded === undefined) return { result: undefined, events: [] };
    const subject = { type: "permission", id: permission, label: permission };
    return { result: undefined, events: [{ action: "permission.refused" as const, subject, after: { unrecorded } }] };
  });
}

/** Gives how many refusals no event told of, where this one is the first of its window; undefined where it is a further one. */
async function countRefusal(
  { db, now }: WriteContext,
  refused: { actorId: string; permission: Permission },
): Promise<number | undefined> {
  const minute = new Date(Math.floor(now().getTime() / windowMilliseconds) * windowMilliseconds).toISOString();
  const counted = await db
    .insert(refusals)
    .values({ ...refused, minute, count: 1 })
    .onConflictDoUpdate({
      target: [refusals.actorId, refusals.permission],
      set: { count: sql`${refusals.count} + 1` },
    })
    .returning({ minute: refusals.minute, count: refusals.count });
  const row = onlyRow(counted);
  if (row.count === 1) return 0;
  if (row.minute >= minute) return undefined;
  // The row is ours until the transaction ends, so of parallel refusals one begins the window.
  await db
    .update(refusals)
    .set({ minute, count: 1 })
    .where(and(eq(refusals.actorId, refused.actorId), eq(refusals.permission, refused.permission)));
  return row.count - 2;
}
