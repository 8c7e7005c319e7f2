import { and, asc, desc, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
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

export function orderOf({ column, id, isDescending }: Keyset): SQL[] {
  const direction = isDescending ? desc : asc;
  // A plain order on a column without nulls lets an index serve it in both directions.
  return column.notNull ? [direction(column), direction(id)] : [sql`${direction(column)} nulls last`, direction(id)];
}

/** The condition for the rows after a position, so that page 9,000 costs what page 1 costs. */
export function rowsAfter({ column, id, isDescending }: Keyset, position: Position): SQL | undefined {
  const past = isDescending ? lt : gt;
  if (position.value === null) return and(isNull(column), past(id, position.id));
  if (column.notNull) {
    const operator = sql.raw(isDescending ? "<" : ">");
    const value = sql.param(position.value, column);
    return sql`(${column}, ${id}) ${operator} (${value}, ${sql.param(position.id, id)})`;
  }
  return or(past(column, position.value), and(eq(column, position.value), past(id, position.id)), isNull(column));
}
