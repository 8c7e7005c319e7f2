import { and, asc, desc, gt, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Position } from "./cursor";

/** How a list is sorted: by one column, nulls last, ties broken by id in the same direction. */
export type Keyset = { column: PgColumn; id: PgColumn; isDescending: boolean };

/** A sort of the API, such as `-updatedAt`, as a keyset over the columns that may be sorted by. */
export function keysetOf<Name extends string>(
  sort: Name | `-${Name}`,
  columns: Record<Name, PgColumn>,
  id: PgColumn,
): Keyset {
  const isDescending = sort.startsWith("-");
  const name = (isDescending ? sort.slice(1) : sort) as Name;
  return { column: columns[name], id, isDescending };
}

/** The order of the rows that have a value, and of those that have none. An index on both columns serves it in both directions. */
export function orderOf({ column, id, isDescending }: Keyset): SQL[] {
  const direction = isDescending ? desc : asc;
  return [direction(column), direction(id)];
}

/** The condition for the rows after one that has a value, so that page 9,000 costs what page 1 costs. */
export function rowsAfter({ column, id, isDescending }: Keyset, position: Position): SQL {
  const operator = sql.raw(isDescending ? "<" : ">");
  return sql`(${column}, ${id}) ${operator} (${sql.param(position.value, column)}, ${sql.param(position.id, id)})`;
}

type Fetch<Row> = (range: SQL | undefined, order: SQL[], count: number) => Promise<Row[]>;

/**
 * Fetches at most `count` rows of a list after a position, or from the start. The rows without a value come last and are fetched
 * by themselves, so that each of the at most two fetches is one range of an index.
 */
export async function fetchInOrder<Row>(
  keyset: Keyset,
  after: Position | undefined,
  count: number,
  fetch: Fetch<Row>,
): Promise<Row[]> {
  const { column, id, isDescending } = keyset;
  const order = orderOf(keyset);
  if (column.notNull) return fetch(after && rowsAfter(keyset, after), order, count);
  const isPastValues = after?.value === null;
  const valued = isPastValues ? [] : await fetch(after ? rowsAfter(keyset, after) : isNotNull(column), order, count);
  if (valued.length === count) return valued;
  const past = isDescending ? lt : gt;
  const empty = and(isNull(column), isPastValues ? past(id, after.id) : undefined);
  return [...valued, ...(await fetch(empty, order, count - valued.length))];
}

/** Fetches the row before one in a list, or undefined at its start. */
export async function fetchBefore<Row>(
  { column, id, isDescending }: Keyset,
  position: Position,
  fetch: Fetch<Row>,
): Promise<Row | undefined> {
  const reversed = { column, id, isDescending: !isDescending };
  const last = async (range: SQL | undefined) => (await fetch(range, orderOf(reversed), 1))[0];
  if (position.value !== null) return last(rowsAfter(reversed, position));
  const past = isDescending ? gt : lt;
  return (await last(and(isNull(column), past(id, position.id)))) ?? last(isNotNull(column));
}
