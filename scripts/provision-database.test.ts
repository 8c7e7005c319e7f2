import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { administer } from "./postgres/administer";
import { type DatabaseUrls, provisionDatabase } from "./provision-database";

const dataDirectory = mkdtempSync(join(tmpdir(), "opsdesk-provision-"));
let database: EmbeddedPostgres;
let urls: DatabaseUrls;
beforeAll(async () => {
  database = await startEmbeddedPostgres({ dataDirectory, log: () => {}, settings: { fsync: "off" } });
  urls = await provisionDatabase(database.superuserUrl, dataDirectory);
});
afterAll(async () => {
  await database.stop();
  rmSync(dataDirectory, { recursive: true });
});

test("the owner owns the database, may create pg_trgm, and is no superuser", async () => {
  await administer(urls.ownerUrl ?? "", async (sql) => {
    await sql`create extension pg_trgm`;
    await sql`create table owned ()`;
    const [role] =
      await sql`select current_user as name, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`;
    expect(role).toEqual({ name: "opsdesk_owner", rolsuper: false, rolcreaterole: false, rolcreatedb: false });
    const [owner] =
      await sql`select pg_get_userbyid(datdba) as name from pg_database where datname = current_database()`;
    expect(owner?.name).toBe("opsdesk_owner");
  });
});

test("the server's role owns nothing and may create nothing", async () => {
  await administer(urls.serverUrl, async (sql) => {
    const [{ name, owned } = {}] = await sql`
      select current_user as name, (select count(*)::int from pg_shdepend where refobjid = current_user::regrole and deptype = 'o') as owned`;
    expect({ name, owned }).toEqual({ name: "opsdesk_server", owned: 0 });
    await expect(sql`create table mine ()`).rejects.toMatchObject({ code: "42501" });
  });
});

test("counts statements", async () => {
  const [row] = await administer(
    database.superuserUrl.replace(/postgres$/, "opsdesk"),
    (sql) => sql`select count(*)::int as count from pg_stat_statements`,
  );
  expect(row?.count).toBeGreaterThan(0);
});

test("gives the same again, and again after the secrets were lost", async () => {
  expect(await provisionDatabase(database.superuserUrl, dataDirectory)).toEqual(urls);
  rmSync(join(dataDirectory, "secrets/postgres-server-password"));
  const renewed = await provisionDatabase(database.superuserUrl, dataDirectory);
  expect(renewed.serverUrl).not.toBe(urls.serverUrl);
  await expect(administer(renewed.serverUrl, (sql) => sql`select 1`)).resolves.toHaveLength(1);
});

test("keeps each password to itself", () => {
  const secrets = join(dataDirectory, "secrets");
  expect(readdirSync(secrets)).toHaveLength(3);
  for (const name of readdirSync(secrets)) expect(statSync(join(secrets, name)).mode & 0o777).toBe(0o600);
});
