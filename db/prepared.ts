import { getTableColumns, type InferInsertModel, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Reader } from "./connect";

/** What a prepared query sends itself with; drizzle has no name for it. */
type Session = { client: unknown; logger: unknown };

/**
 * For the statements of nearly every request: built once, and prepared once on each connection, because building one anew costs
 * the process more than the database takes to answer it. Takes what ends in `.prepare()`, with `sql.placeholder` for what
 * differs from call to call; gives it for a handle, which may be a transaction's.
 */
export function preparedOnce<Query extends object, Handle extends Reader = Reader>(
  prepare: (db: Handle) => Query,
): (db: Handle) => Query {
  let built: Query | undefined;
  const bound = new WeakMap<Handle, Query>();
  return (db) => {
    const known = bound.get(db);
    if (known) return known;
    built ??= prepare(db);
    const query = boundTo(db, built);
    bound.set(db, query);
    return query;
  };
}

/** The same statement for another handle. Drizzle would build it anew for every transaction. */
function boundTo<Query extends object>(db: Reader, query: Query): Query {
  const { client, logger } = (db as unknown as { _: { session: Session } })._.session;
  return Object.create(query, { client: { value: client }, logger: { value: logger } }) as Query;
}

/**
 * Lets a row be inserted by a prepared statement: `placeholders` stands for its values, and `valuesOf` gives what a row has in
 * their place. Drizzle's own placeholders would write null into a jsonb column as JSON's null.
 */
export function rowOf<Table extends PgTable>(table: Table) {
  const columns = Object.entries(getTableColumns(table)).filter(([, { generated }]) => !generated);
  const placeholders = Object.fromEntries(columns.map(([name]) => [name, sql`${sql.placeholder(name)}`]));
  return {
    placeholders: placeholders as InferInsertModel<Table>,
    valuesOf: (row: InferInsertModel<Table>): Record<string, unknown> => {
      const values = row as Record<string, unknown>;
      return Object.fromEntries(
        columns.map(([name, column]) => [name, values[name] == null ? null : column.mapToDriverValue(values[name])]),
      );
    },
  };
}
