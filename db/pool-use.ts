import type { PendingQuery, Row, Sql } from "postgres";

/** What a pool has to do now. */
export type PoolUse = {
  size: number;
  /** Statements and transactions that are under way; more than `size` share connections, or wait for one. */
  underWay: () => number;
};

type Unsafe = (...given: unknown[]) => PendingQuery<Row[]>;
/** What the driver settles a statement with. */
type Settled = Record<"resolve" | "reject", (outcome: unknown) => void>;

/** Counts what is under way in a pool, of which the driver itself tells nothing. */
export function watchPool(client: Sql, size: number): PoolUse {
  let underWay = 0;
  const unsafe = client.unsafe.bind(client) as unknown as Unsafe;
  const watched: Unsafe = (...given) => {
    const query = unsafe(...given);
    // A transaction is counted as a whole, below.
    if (!isBeginning(given[2])) settle(query);
    return query;
  };
  const settle = (query: PendingQuery<Row[]>) => {
    const own = query as unknown as Settled;
    const { resolve, reject } = own;
    let isUnderWay = true;
    underWay += 1;
    const end = (settling: (outcome: unknown) => void) => (outcome: unknown) => {
      if (isUnderWay) underWay -= 1;
      isUnderWay = false;
      settling(outcome);
    };
    own.resolve = end(resolve);
    own.reject = end(reject);
  };
  const begin = client.begin.bind(client) as (...given: unknown[]) => Promise<unknown>;
  const watchedBegin = async (...given: unknown[]) => {
    underWay += 1;
    try {
      return await begin(...given);
    } finally {
      underWay -= 1;
    }
  };
  Object.assign(client, { unsafe: watched, begin: watchedBegin });
  return { size, underWay: () => underWay };
}

const isBeginning = (options: unknown) => typeof options === "object" && options !== null && "onexecute" in options;
