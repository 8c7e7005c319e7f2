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
export function rowsAfter({ column, id, isDescending }: Keyset, position: Place): SQL {
  const operator = sql.raw(isDescending ? "<" : ">");
  return sql`(${column}, ${id}) ${operator} (${sql.param(position.value, column)}, ${sql.param(position.id, id)})`;
}

/** A position, or placeholders for one. */
export type Place = { value: unknown; id: unknown };

/** A part of a list that is one range of an index: all rows of it have a value in the sorted column, or none has. */
export type Range = {
  /** What the condition and the order are made of; ranges of one shape differ in the position only. */
  shape: string;
  conditionAt: (position: Place) => SQL | undefined;
  order: SQL[];
  /** Where the range begins, if not at its start. */
  position: Position | undefined;
  count: number;
};

type Fetch<Row> = (range: Range) => Promise<Row[]>;

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
  const isPastValues = after?.value === null;
  const valued = isPastValues ? [] : await fetch(rangeOf(keyset, "valued", after, count));
  if (keyset.column.notNull || valued.length === count) return valued;
  const position = isPastValues ? after : undefined;
  return [...valued, ...(await fetch(rangeOf(keyset, "empty", position, count - valued.length)))];
}

/** Fetches the row before one in a list, or undefined at its start. */
export async function fetchBefore<Row>(
  keyset: Keyset,
  position: Position,
  fetch: Fetch<Row>,
): Promise<Row | undefined> {
  const reversed = { ...keyset, isDescending: !keyset.isDescending };
  const last = async (part: Part, from?: Position) => (await fetch(rangeOf(reversed, part, from, 1)))[0];
  if (position.value !== null) return last("valued", position);
  return (await last("empty", position)) ?? last("valued");
}

type Part = "valued" | "empty";

function rangeOf(keyset: Keyset, part: Part, position: Position | undefined, count: number): Range {
  const { column, id, isDescending } = keyset;
  const start = position === undefined ? "first" : "after";
  const past = isDescending ? lt : gt;
  const conditions = {
    "valued first": () => (column.notNull ? undefined : isNotNull(column)),
    "valued after": (at: Place) => rowsAfter(keyset, at),
    "empty first": () => isNull(column),
    "empty after": (at: Place) => and(isNull(column), past(id, sql.param(at.id, id))),
  };
  return {
    shape: [column.name, isDescending ? "descending" : "ascending", part, start].join(" "),
    conditionAt: conditions[`${part} ${start}`],
    order: orderOf(keyset),
    position,
    count,
  };
}
