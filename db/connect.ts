import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { guardTransactions } from "./lost-connections";
import { watchPool } from "./pool-use";
import * as schema from "./schema";
import { socketDirectory } from "./socket-directory";

export type ConnectOptions = {
  /** The most connections kept open at once. */
  poolSize: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  connectTimeoutSeconds: number;
  statementTimeoutMilliseconds: number;
  lockTimeoutMilliseconds: number;
  /** How long to wait before another try where connecting fails again and again. */
  maxReconnectDelayMilliseconds: number;
};

/**
 * Opens a pool to the database of a `postgres://` URL. Nothing connects before the first query, so a database that is down
 * now may come later. With several hosts in the URL it follows the primary.
 */
export function connect(url: string, options: ConnectOptions) {
  const client = postgres(url, {
    ...socketDirectory(url),
    max: options.poolSize,
    connect_timeout: options.connectTimeoutSeconds,
    backoff: (failures) => Math.min(3 ** failures * 10, options.maxReconnectDelayMilliseconds) / 1_000,
    onnotice: () => {},
    // Drizzle reads and writes arrays itself. The driver would ask for their types at each connect, and end the process where
    // the connection is lost meanwhile, because nobody hears of that question's failure.
    fetch_types: false,
    target_session_attrs: "primary",
    connection: {
      application_name: options.applicationName,
      TimeZone: "UTC",
      statement_timeout: options.statementTimeoutMilliseconds,
      lock_timeout: options.lockTimeoutMilliseconds,
      idle_in_transaction_session_timeout: options.statementTimeoutMilliseconds,
    },
  });
  guardTransactions(client);
  const pool = watchPool(client, options.poolSize);
  const close = (timeoutSeconds = 5) => client.end({ timeout: timeoutSeconds });
  return { db: drizzle(client, { schema }), pool, close };
}

export type Db = ReturnType<typeof connect>["db"];
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** What a reader may do. It has no insert, update, delete or execute, so only the write path can hand out a writer. */
export type Reader = Pick<Db, "select" | "selectDistinct" | "query" | "$count">;
