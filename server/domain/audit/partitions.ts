import { sql } from "drizzle-orm";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { unaudited } from "./audited";

/** Makes the audit log's monthly partitions up to `numbers.audit.partitionsAheadDays` from now. Gives how many were missing. */
export async function makeAuditPartitions(ctx: Context): Promise<number> {
  const until = new Date(ctx.now().getTime() + numbers.audit.partitionsAheadDays * 86_400_000).toISOString();
  return unaudited(ctx, "an empty partition changes nothing that anybody sees", async (tx) => {
    const [row] = await tx.db.execute<{ made: number }>(sql`select make_audit_partitions(${until}) as made`);
    return row?.made ?? 0;
  });
}
