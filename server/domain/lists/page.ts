import type { Context } from "@/server/domain/context";
import { decodeCursor, encodeCursor, type Position } from "./cursor";

export type Page<T> = { items: T[]; nextCursor: string | null };

type Listing<T> = {
  /** What makes the list this list: its name, sort and filters. A cursor is good for exactly this. */
  scope: unknown;
  cursor: string | undefined;
  limit: number;
  /** Fetches at most `count` rows after a position, or from the start. */
  fetch: (after: Position | undefined, count: number) => Promise<T[]>;
  positionOf: (row: T) => Position;
};

/** One page of a list, with a cursor where more rows follow. Throws `malformed` for a cursor of another list. */
export async function pageOf<T>(
  ctx: Context,
  { scope, cursor, limit, fetch, positionOf }: Listing<T>,
): Promise<Page<T>> {
  const key = ctx.keys.cursor;
  const after = cursor === undefined ? undefined : decodeCursor(key, scope, cursor);
  const rows = await fetch(after, limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, nextCursor: hasMore ? encodeCursor(key, scope, positionOf(last)) : null };
}
