import { readOrCreateSecret } from "@/scripts/launch/secrets";
import type { DatabaseUrls } from "@/scripts/provision-database";
import { administer, asRole, type Connection, ensureRole } from "./administer";

const bothVariables =
  "Set DATABASE_OWNER_URL to a role that owns the database, and DATABASE_URL to one that owns nothing.";

interface Rights {
  version: number;
  role: string;
  canProvision: boolean;
  isOwner: boolean;
  isMigrated: boolean;
}

async function readRights(sql: Connection): Promise<Rights> {
  const [rights] = await sql<Rights[]>`
    select
      current_setting('server_version_num')::int / 10000 as version,
      rolname as role,
      rolsuper or (
        rolcreaterole and has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create')
      ) as "canProvision",
      pg_has_role(datdba, 'usage') or exists (
        select from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(relowner, 'usage')
      ) as "isOwner",
      exists (
        select from pg_class where relnamespace = 'public'::regnamespace and relname = 'audit_events'
      ) as "isMigrated"
    from pg_roles, pg_database
    where rolname = current_user and datname = current_database()`;
  if (!rights) throw new Error("The database does not know the role that is connected to it.");
  return rights;
}

async function canConnect(url: string): Promise<boolean> {
  try {
    await administer(url, (sql) => sql`select 1`);
    return true;
  } catch {
    return false;
  }
}

/** Gives the server a role of its own. One that exists with another password is taken over unless somebody is using it. */
async function provisionServerRole(ownerUrl: string, dataDirectory: string): Promise<string> {
  const password = readOrCreateSecret(dataDirectory, "external-server-password", "base64url");
  const serverUrl = asRole(ownerUrl, "opsdesk_server", password);
  await administer(ownerUrl, async (sql) => {
    const [role] = await sql`select from pg_roles where rolname = 'opsdesk_server'`;
    if (role && (await canConnect(serverUrl))) return;
    const [session] = await sql`select from pg_stat_activity where usename = 'opsdesk_server' limit 1`;
    if (session) {
      throw new Error(`Another OpsDesk is using the role opsdesk_server of this PostgreSQL server. ${bothVariables}`);
    }
    await ensureRole(sql, "opsdesk_server", password);
  });
  return serverUrl;
}

/**
 * Decides how a PostgreSQL of the user's own is used when only DATABASE_URL names it: a role that may create roles becomes
 * the owner and gets a server's role beside it; one that may only use must find the database migrated.
 *
 * @param say receives one sentence about what was decided.
 * @throws Error that says which variables to set, or why the database cannot be reached.
 */
export async function useExternalDatabase(
  databaseUrl: string,
  dataDirectory: string,
  say: (sentence: string) => void,
): Promise<DatabaseUrls> {
  const rights = await administer(databaseUrl, readRights).catch((error: unknown) => {
    throw new Error(`The database of DATABASE_URL cannot be used: ${String(error)}`);
  });
  const { role, version } = rights;
  if (version < 16)
    throw new Error(`The database of DATABASE_URL is PostgreSQL ${version}; OpsDesk needs 16 or newer.`);
  if (rights.canProvision) {
    say(`DATABASE_URL's role ${role} may create roles: it migrates, and the server gets the role opsdesk_server.`);
    return { ownerUrl: databaseUrl, serverUrl: await provisionServerRole(databaseUrl, dataDirectory) };
  }
  if (rights.isOwner) {
    throw new Error(
      `DATABASE_URL's role ${role} owns the database but cannot create a role for the server. ${bothVariables}`,
    );
  }
  if (!rights.isMigrated) {
    throw new Error(
      `DATABASE_URL's role ${role} may only use the database, which is not migrated yet. ${bothVariables}`,
    );
  }
  say(`DATABASE_URL's role ${role} may only use the database: it is used as it is, without migrating.`);
  return { ownerUrl: undefined, serverUrl: databaseUrl };
}
