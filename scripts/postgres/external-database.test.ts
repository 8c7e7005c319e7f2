import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { administer, asRole } from "./administer";
import { useExternalDatabase } from "./external-database";

const clusterDirectory = mkdtempSync(join(tmpdir(), "opsdesk-external-"));
let cluster: EmbeddedPostgres;
let dataDirectory: string;
let said: string[];
const use = (url: string, directory = dataDirectory) =>
  useExternalDatabase(url, directory, (sentence) => said.push(sentence));
const urlOf = (role: string, database = "desk") =>
  asRole(cluster.superuserUrl, role, "password").replace(/postgres$/, database);

beforeAll(async () => {
  cluster = await startEmbeddedPostgres({ dataDirectory: clusterDirectory, log: () => {}, settings: { fsync: "off" } });
  await administer(cluster.superuserUrl, async (sql) => {
    await sql`create role admin superuser login password 'password'`;
    await sql`create role founder createrole login password 'password'`;
    await sql`create role owner login password 'password'`;
    await sql`create role reader login password 'password'`;
  });
});
afterAll(async () => {
  await cluster.stop();
  rmSync(clusterDirectory, { recursive: true });
});
beforeEach(async () => {
  said = [];
  dataDirectory = mkdtempSync(join(tmpdir(), "opsdesk-data-"));
  await administer(cluster.superuserUrl, (sql) => sql`create database desk owner founder`);
});
afterEach(async () => {
  rmSync(dataDirectory, { recursive: true });
  await administer(cluster.superuserUrl, async (sql) => {
    await sql`drop database desk with (force)`;
    await sql`drop role if exists opsdesk_server`;
  });
});

test.each(["admin", "founder"])("%s may create roles: it owns, and the server gets a role of its own", async (role) => {
  const { ownerUrl, serverUrl } = await use(urlOf(role));
  expect(ownerUrl).toBe(urlOf(role));
  const [row] = await administer(serverUrl, (sql) => sql`select current_user as role, current_database() as database`);
  expect(row).toEqual({ role: "opsdesk_server", database: "desk" });
  expect(said).toEqual([expect.stringContaining(`role ${role} may create roles`)]);
  expect((await use(urlOf(role))).serverUrl).toBe(serverUrl);
});

test("takes the server's role over from a data directory that is gone", async () => {
  await use(urlOf("admin"));
  const { serverUrl } = await use(urlOf("admin"), join(dataDirectory, "another"));
  await expect(administer(serverUrl, (sql) => sql`select 1`)).resolves.toHaveLength(1);
});

test("never takes the server's role over from an OpsDesk that is running", async () => {
  const { serverUrl } = await use(urlOf("admin"));
  await administer(serverUrl, async (sql) => {
    await sql`select 1`;
    await expect(use(urlOf("admin"), join(dataDirectory, "another"))).rejects.toThrow(
      /Another OpsDesk.*DATABASE_OWNER_URL/,
    );
  });
});

test("a role that may only use takes the database as it is, if it is migrated", async () => {
  await expect(use(urlOf("reader"))).rejects.toThrow(/not migrated yet.*DATABASE_OWNER_URL.*DATABASE_URL/);
  await administer(urlOf("founder"), (sql) => sql`create table audit_events ()`);
  expect(await use(urlOf("reader"))).toEqual({ ownerUrl: undefined, serverUrl: urlOf("reader") });
  expect(said).toEqual([expect.stringContaining("without migrating")]);
});

test("an owner that cannot create roles is told which two variables to set", async () => {
  await administer(cluster.superuserUrl, (sql) => sql`alter database desk owner to owner`);
  await expect(use(urlOf("owner"))).rejects.toThrow(/cannot create a role.*DATABASE_OWNER_URL.*DATABASE_URL/);
});

test("a database that does not answer is named without its password", async () => {
  const error = await use(urlOf("admin", "nowhere")).catch((thrown: unknown) => String(thrown));
  expect(error).toMatch(/DATABASE_URL cannot be used.*"nowhere" does not exist/);
  expect(error).not.toContain("password@");
});
