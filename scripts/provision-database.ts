import { readOrCreateSecret } from "./launch/secrets";
import { administer, asRole, type Connection, ensureRole } from "./postgres/administer";

/** What the processes connect with. */
export interface DatabaseUrls {
  /** For `migrate`; undefined when the database is only used. */
  ownerUrl: string | undefined;
  serverUrl: string;
}

async function ensureDatabase(sql: Connection, superuserUrl: string): Promise<void> {
  const [existing] = await sql`select from pg_database where datname = 'opsdesk'`;
  if (existing) return;
  await sql`create database opsdesk owner opsdesk_owner`;
  // The one extension that only a superuser may create; DESIGN.md wants it on.
  await administer(
    superuserUrl.replace(/\/postgres$/, "/opsdesk"),
    (opsdesk) => opsdesk`create extension pg_stat_statements`,
  );
}

/**
 * Makes the embedded PostgreSQL ready, again and again with the same result: database `opsdesk`, its owner `opsdesk_owner`
 * and the server's role `opsdesk_server`, which owns nothing. `migrate` grants it its rights.
 */
export async function provisionDatabase(superuserUrl: string, dataDirectory: string): Promise<DatabaseUrls> {
  const ownerPassword = readOrCreateSecret(dataDirectory, "postgres-owner-password", "base64url");
  const serverPassword = readOrCreateSecret(dataDirectory, "postgres-server-password", "base64url");
  await administer(superuserUrl, async (sql) => {
    await ensureRole(sql, "opsdesk_owner", ownerPassword);
    await ensureRole(sql, "opsdesk_server", serverPassword);
    await ensureDatabase(sql, superuserUrl);
  });
  return {
    ownerUrl: asRole(toOpsdesk(superuserUrl), "opsdesk_owner", ownerPassword),
    serverUrl: provisionedServerUrl(superuserUrl, dataDirectory),
  };
}

/** What the server connects with to a PostgreSQL that was made ready, by any URL of its database `postgres`. */
export function provisionedServerUrl(url: string, dataDirectory: string): string {
  const password = readOrCreateSecret(dataDirectory, "postgres-server-password", "base64url");
  return asRole(toOpsdesk(url), "opsdesk_server", password);
}

const toOpsdesk = (url: string) => url.replace(/\/postgres$/, "/opsdesk");
