import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDatabase, masterKey, type TestDatabase, withDatabase } from "@/server/test/database";
import { startProcess } from "@/server/test/processes";
import { isMigrated, migrateDatabase } from "./migrate";
import journal from "./migrations/meta/_journal.json";
import { auditEvents, users } from "./schema";

const migrate = ({ ownerUrl }: TestDatabase) => migrateDatabase(ownerUrl, "db/migrations", "opsdesk_server");
/** A copy of the migrations up to one of them. */
async function migrationsBefore(tag: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp("db/migrations", folder, { recursive: true });
  const entries = journal.entries.slice(
    0,
    journal.entries.findIndex((entry) => entry.tag === tag),
  );
  await writeFile(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  return folder;
}

const five = <T>(start: () => T) => Array.from({ length: 5 }, start);

describe("migrateDatabase", () => {
  it("R-MIG-1 applies each migration once when five start at once on an empty database, ten times", async () => {
    for (let trial = 0; trial < 10; trial++) {
      await withDatabase(async (database) => {
        const applied = await Promise.all(five(() => migrate(database)));
        expect(applied.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, journal.entries.length]);
        const rows = await database
          .open("owner")
          .execute(sql`select created_at::text from drizzle.__drizzle_migrations order by id`);
        expect(rows.map((row) => Number(row.created_at))).toEqual(journal.entries.map((entry) => entry.when));
      }, "empty");
    }
  });

  it("R-MIG-1 creates the first admin once when five processes migrate an empty database at once", async () => {
    await using database = await createDatabase("empty");
    const { ownerUrl: DATABASE_OWNER_URL, serverUrl: DATABASE_URL } = database;
    const environment = { DATABASE_OWNER_URL, DATABASE_URL, OPSDESK_MASTER_KEY: masterKey };
    const processes = five(() => startProcess("migrate", environment));
    expect(await Promise.all(processes.map(({ exited }) => exited))).toEqual([0, 0, 0, 0, 0]);

    const lines = processes.flatMap(({ logLines }) => logLines());
    expect(lines.filter(({ applied }) => applied === journal.entries.length)).toHaveLength(1);
    expect(lines.filter(({ firstAdmin }) => firstAdmin === "admin@opsdesk.local")).toHaveLength(1);
    const passwords = processes.map(({ output }) => /Password +(\S+)/.exec(output.stdout)?.[1]).filter(Boolean);
    expect(passwords).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain(passwords[0]);

    const server = database.open("server");
    expect(
      await server.select({ email: users.email, mustChangePassword: users.mustChangePassword }).from(users),
    ).toEqual([{ email: "admin@opsdesk.local", mustChangePassword: true }]);
    expect(await server.select({ action: auditEvents.action }).from(auditEvents)).toEqual([{ action: "user.created" }]);
  });

  it("grants the server's role anew, for tables that came later, and never the partitions", () =>
    withDatabase(async (database) => {
      const server = database.open("server");
      await server.execute(sql`select make_audit_partitions(now())`);
      await database.open("owner").execute(sql`create table later (id integer)`);
      await expect(server.execute(sql`delete from later`)).rejects.toMatchObject({ cause: { code: "42501" } });

      expect(await migrate(database)).toBe(0);
      await server.execute(sql`delete from later`);
      const granted = await server.execute(sql`
        select table_name, privilege_type from information_schema.role_table_grants
        where grantee = 'opsdesk_server' and table_name like 'audit_events%' order by 2`);
      expect(granted).toEqual([
        { table_name: "audit_events", privilege_type: "INSERT" },
        { table_name: "audit_events", privilege_type: "SELECT" },
      ]);
    }));

  it("leaves the audit events of a desk from before the audit tree to be sealed, all of them", () =>
    withDatabase(async (database) => {
      const [owner, server] = [database.open("owner", 1), database.open("server")];
      await applyMigrations(owner, { migrationsFolder: await migrationsBefore("0007_audit_tree") });
      await owner.execute(sql`select make_audit_partitions(now())`);
      await owner.execute(sql`
        insert into audit_events (id, occurred_at, actor_kind, actor_label, action, subject_type, subject_label, request_id, canonical)
        select gen_random_uuid(), now(), 'system', '', 'host.touched', '', '', '', convert_to(number::text, 'utf8')
        from generate_series(1, 25) as number`);
      await migrate(database);
      const sealed = [];
      for (let round = 0; round < 4; round++) {
        const [row] = await server.execute(sql`select seal_audit_events(10) as sealed`);
        sealed.push(row!.sealed);
      }
      expect(sealed).toEqual([10, 10, 5, 0]);
      const [tree] = await server.execute(sql`select size::int, queued_until from audit_tree`);
      expect(tree).toEqual({ size: 25, queued_until: null });
    }, "empty"));

  it("fails with what PostgreSQL says where the role may not migrate", () =>
    withDatabase(async ({ serverUrl }) => {
      const attempt = migrateDatabase(serverUrl, "db/migrations", "opsdesk_server");
      await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
    }, "empty"));
});

describe("isMigrated", () => {
  const newest = Math.max(...journal.entries.map((entry) => entry.when));

  it.each([
    ["an empty database", "empty", sql`select 1`, false],
    ["the newest schema", "migrated", sql`select 1`, true],
    ["an older schema", "migrated", sql`delete from drizzle.__drizzle_migrations where created_at = ${newest}`, false],
    [
      "a newer schema",
      "migrated",
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('', ${newest + 1})`,
      true,
    ],
  ] as const)("knows %s", (_, template, change, answer) =>
    withDatabase(async ({ open }) => {
      await open("owner").execute(change);
      expect(await isMigrated(open("server"))).toBe(answer);
    }, template),
  );
});
