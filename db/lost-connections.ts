import type { PendingQuery, Row, Sql, TransactionSql } from "postgres";
import { isConnectionLost } from "./errors";

type Body = (tx: TransactionSql) => unknown;
type Begin = (body: Body) => Promise<unknown>;
/** What drizzle sends a transaction's statements with. */
type Handle = {
  unsafe: (...given: unknown[]) => PendingQuery<Row[]>;
  savepoint: (body: Body) => Promise<unknown>;
};

/**
 * Keeps transactions away from a connection that is gone. The driver would write their `rollback`, and whatever else their bodies
 * send, to a socket that is no more, which ends the process (github.com/porsager/postgres/issues/1154), or into somebody else's
 * transaction once the connection is open again.
 */
export function guardTransactions(client: Sql): void {
  const begin = client.begin.bind(client) as unknown as Begin;
  const guarded: Begin = async (body) => {
    const transaction = { isOver: false };
    try {
      return await begin((tx) => whileOpen(transaction, tx, body));
    } finally {
      transaction.isOver = true;
    }
  };
  client.begin = guarded as unknown as typeof client.begin;
}

async function whileOpen(transaction: { isOver: boolean }, tx: TransactionSql, body: Body): Promise<unknown> {
  const { unsafe, savepoint } = tx as unknown as Handle;
  const guarded: Handle = {
    unsafe: (...given) => {
      if (transaction.isOver)
        throw Object.assign(new Error("This transaction is over."), { code: "CONNECTION_CLOSED" });
      const query = unsafe(...given);
      query.catch((error: unknown) => {
        if (isConnectionLost(error)) transaction.isOver = true;
      });
      return query;
    },
    savepoint: (inner) => savepoint((nested) => whileOpen(transaction, nested, inner)),
  };
  Object.assign(tx, guarded);
  let result: unknown;
  try {
    result = await body(tx);
  } catch (error) {
    if (!transaction.isOver) throw error;
  }
  // The driver sends nothing more for a body that never ends; whoever began the transaction hears that the connection has closed.
  return transaction.isOver ? new Promise(() => {}) : result;
}
