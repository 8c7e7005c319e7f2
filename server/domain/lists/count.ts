import { count, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Db, Reader, Tx } from "@/db/connect";
import { isStatementTimeout } from "@/db/errors";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";

/** How many rows a list has; where `isExact` is false, as far as they were counted in time. */
export type Count = { count: number; isExact: boolean };

/**
 * Counts the rows of a table that match. What takes longer than `numbers.lists.countCutOffMilliseconds` is counted up to
 * `countAtLeast`, or, where that takes as long again, not at all.
 */
export async function countRows(ctx: Context, table: PgTable, where: SQL | undefined): Promise<Count> {
  const { countAtLeast } = numbers.lists;
  const all = await countInTime(ctx, (db) => db.select({ count: count() }).from(table).where(where));
  if (all !== undefined) return { count: all, isExact: true };
  const some = await countInTime(ctx, (db) => {
    const rows = db
      .select({ one: sql`1`.as("one") })
      .from(table)
      .where(where);
    return db.select({ count: count() }).from(rows.limit(countAtLeast + 1).as("some"));
  });
  if (some === undefined) return { count: 0, isExact: false };
  return { count: Math.min(some, countAtLeast), isExact: some <= countAtLeast };
}

/** Gives undefined where the database does not answer in time. */
async function countInTime(
  ctx: Context,
  query: (db: Reader) => Promise<{ count: number }[]>,
): Promise<number | undefined> {
  const timeout = String(numbers.lists.countCutOffMilliseconds);
  try {
    const counting = async (tx: Tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${timeout}, true)`);
      const [row] = await query(tx);
      return row?.count ?? 0;
    };
    return await (ctx.db as Db).transaction(counting, { accessMode: "read only" });
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    return undefined;
  }
}
