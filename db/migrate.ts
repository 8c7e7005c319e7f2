import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connect, type Db } from "./connect";
import journal from "./migrations/meta/_journal.json";

/** Any fixed number: whoever migrates holds this lock, so that of many at once each migration runs once. */
const migrationLock = 5_318_008_201;

/**
 * Brings the database of the owner's URL to the newest schema and gives the server's role its rights, alone among any number
 * of callers at once. Takes the folder of the migrations; gives how many were applied. Throws what PostgreSQL refuses.
 */
export async function migrateDatabase(ownerUrl: string, folder: string, serverRole: string): Promise<number> {
  const { db, close } = connect(ownerUrl, {
    // One connection, because the lock belongs to it.
    poolSize: 1,
    applicationName: "opsdesk-migrate",
    connectTimeoutSeconds: 10,
    statementTimeoutMilliseconds: 3_600_000,
    lockTimeoutMilliseconds: 0,
    maxReconnectDelayMilliseconds: 500,
  });
  try {
    await db.execute(sql`select pg_advisory_lock(${migrationLock})`);
    await db.execute(sql`set lock_timeout = '5s'`);
    const before = await countMigrations(db);
    await migrate(db, { migrationsFolder: folder });
    await grantServerRole(db, serverRole);
    return (await countMigrations(db)) - before;
  } finally {
    await close();
  }
}

/** An empty database has no list of migrations. */
async function hasMigrations(db: Pick<Db, "execute">): Promise<boolean> {
  const [table] = await db.execute(sql`select to_regclass('drizzle.__drizzle_migrations') as name`);
  return table?.name != null;
}

async function countMigrations(db: Db): Promise<number> {
  if (!(await hasMigrations(db))) return 0;
  const [row] = await db.execute(sql`select count(*)::int as count from drizzle.__drizzle_migrations`);
  return Number(row?.count);
}

/** What only the functions of the audit tree write. */
const auditTables: ReadonlySet<string> = new Set([
  "audit_tree",
  "audit_unsealed",
  "audit_leaves",
  "audit_tiles",
  "audit_checkpoints",
]);

/**
 * The server's role owns nothing. It reads and writes every table but those of the audit log: to the events it may only add, and
 * it reaches the partitions and the tree through functions that check first. Granted anew each time, because a migration may add
 * tables.
 */
async function grantServerRole(db: Db, serverRole: string): Promise<void> {
  const role = sql.identifier(serverRole);
  const tables = await db.execute<{ name: string }>(sql`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and not relispartition`);
  await db.transaction(async (tx) => {
    // A grant and a new partition write the same catalog row, and PostgreSQL lets one of two at once fail.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('make_audit_partitions'))`);
    await tx.execute(sql`grant usage on schema public, drizzle to ${role}`);
    await tx.execute(sql`grant select on drizzle.__drizzle_migrations to ${role}`);
    await tx.execute(sql`grant select, insert on audit_events to ${role}`);
    await tx.execute(sql`grant execute on function make_audit_partitions(timestamptz) to ${role}`);
    await tx.execute(sql`grant execute on function seal_audit_events(integer), claim_audit_key(bytea) to ${role}`);
    await tx.execute(sql`grant update (signature) on audit_checkpoints to ${role}`);
    for (const { name } of tables) {
      if (auditTables.has(name)) await tx.execute(sql`grant select on ${sql.identifier(name)} to ${role}`);
      else await tx.execute(sql`grant select, insert, update, delete on ${sql.identifier(name)} to ${role}`);
    }
  });
}

/** Whether every migration that this program knows has been applied. A newer schema is fine: changes expand before they contract. */
export async function isMigrated(db: Pick<Db, "execute">): Promise<boolean> {
  if (!(await hasMigrations(db))) return false;
  const newest = Math.max(...journal.entries.map((entry) => entry.when));
  const [row] = await db.execute(sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`);
  return Number(row?.newest) >= newest;
}
