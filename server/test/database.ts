import { sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { inject } from "vitest";
import { connect, type Db } from "@/db/connect";
import { type Role, roles } from "@/db/enums";
import { administer } from "@/scripts/postgres/administer";
import { type Actor, type Context, systemContext } from "@/server/domain/context";
import { deriveKeys, type Keys } from "@/server/domain/keys/derive";
import { numbers } from "@/server/domain/numbers";

/** `alice` with each role, whom tests act as. */
export const actors = Object.fromEntries(roles.map((role) => [role, userActor(newId(), role)])) as unknown as Record<
  Role,
  ReturnType<typeof userActor>
>;

function userActor(id: string, role: Role) {
  return { kind: "user", id, userId: id, label: `${role}@example.net`, role } as const;
}

const masterKeyBytes = new Uint8Array(32).fill(7);
/** As a setting. */
export const masterKey = Buffer.from(masterKeyBytes).toString("base64");
export const testKeys: Keys = deriveKeys(masterKeyBytes);

/** A context over any handle of the database, as an admin unless told. */
export function contextOver(db: Db, actor: Actor = actors.admin): Context {
  return { ...systemContext({ db, keys: testKeys, now: () => new Date() }, newId()), actor };
}

const withDatabaseName = (url: string, name: string) => url.replace(/\/[^/]*$/, `/${name}`);

/** The whole handle of a pool with the rights of the URL's role. */
function openPool(url: string, poolSize = 4) {
  return connect(url, { poolSize, applicationName: "test", ...numbers.database.timeouts });
}

/** Makes the audit log's partitions from this month to the one of `until`. */
export async function makePartitions(db: Pick<Db, "execute">, until = new Date()): Promise<void> {
  await db.execute(sql`select make_audit_partitions(${until.toISOString()})`);
}

class RolledBack extends Error {}

let shared: ReturnType<typeof openPool> | undefined;

/**
 * Runs a test body with the server's role in a transaction that is always rolled back; `audited` nests in it as a savepoint.
 * The audit log has its partitions.
 */
export async function withContext(body: (ctx: Context) => Promise<void>, actor?: Actor): Promise<void> {
  shared ??= openPool(withDatabaseName(inject("cluster").serverUrl, "shared"));
  const run = shared.db.transaction(async (tx) => {
    await makePartitions(tx);
    await body(contextOver(tx as unknown as Db, actor));
    throw new RolledBack();
  });
  await run.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}

type DatabaseRole = "superuser" | "owner" | "server";

export type TestDatabase = Record<`${DatabaseRole}Url`, string> & {
  /** A pool with the rights of a role, closed before the database is dropped. */
  open: (role: DatabaseRole, poolSize?: number) => Db;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** Makes a database of its own, for what must commit; migrated, but `empty` when asked. Whoever makes it drops it. */
export async function createDatabase(template: "migrated" | "empty" = "migrated"): Promise<TestDatabase> {
  const cluster = inject("cluster");
  const name = `test_${newId().replaceAll("-", "")}`;
  const source = template === "migrated" ? "opsdesk" : "template0";
  const urlOf = (role: DatabaseRole) => withDatabaseName(cluster[`${role}Url`], name);
  const pools: ReturnType<typeof openPool>[] = [];
  const administered = (statement: string) =>
    administer(cluster.superuserUrl, (superuser) => superuser.unsafe(statement));
  await administered(`create database ${name} template ${source} owner opsdesk_owner`);
  return {
    superuserUrl: urlOf("superuser"),
    ownerUrl: urlOf("owner"),
    serverUrl: urlOf("server"),
    open: (role, poolSize) => {
      const pool = openPool(urlOf(role), poolSize);
      pools.push(pool);
      return pool.db;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.map(({ close }) => close()));
      await administered(`drop database if exists ${name} with (force)`);
    },
  };
}

/** Runs a test body on a database of its own. */
export async function withDatabase(
  body: (database: TestDatabase) => Promise<void>,
  template?: "migrated" | "empty",
): Promise<void> {
  await using database = await createDatabase(template);
  await body(database);
}
