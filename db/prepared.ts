import type { Reader } from "./connect";

/**
 * For the queries of nearly every request: built once for each handle and prepared once on each connection, because building
 * one anew costs the process more than the database takes to answer it. Takes what ends in `.prepare()`, with
 * `sql.placeholder` for what differs from call to call; gives it for a handle.
 */
export function preparedOnce<Query>(prepare: (db: Reader) => Query): (db: Reader) => Query {
  const prepared = new WeakMap<Reader, Query>();
  return (db) => {
    const query = prepared.get(db) ?? prepare(db);
    prepared.set(db, query);
    return query;
  };
}
