import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { administer } from "./postgres/administer";

let dataDirectory: string;
let running: EmbeddedPostgres[];
let lines: string[];
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "opsdesk-postgres-"));
  running = [];
  lines = [];
});
afterEach(async () => {
  await Promise.all(running.map((database) => database.stop()));
  rmSync(dataDirectory, { recursive: true });
});

async function start(directory = dataDirectory): Promise<EmbeddedPostgres> {
  const log = (line: string) => void lines.push(line);
  const database = await startEmbeddedPostgres({ dataDirectory: directory, log, settings: { fsync: "off" } });
  running.push(database);
  return database;
}

const show = (url: string, name: string) =>
  administer(url, async (sql) => (await sql`select current_setting(${name}) as value`)[0]?.value as string);

test("starts PostgreSQL 18 in UTF-8 and UTC with its settings, on a socket only", async () => {
  const { superuserUrl } = await start();
  expect(await show(superuserUrl, "server_version")).toMatch(/^18\./);
  expect(await show(superuserUrl, "server_encoding")).toBe("UTF8");
  expect(await show(superuserUrl, "TimeZone")).toBe("UTC");
  expect(await show(superuserUrl, "listen_addresses")).toBe("");
  expect(await show(superuserUrl, "shared_preload_libraries")).toBe("pg_stat_statements");
  expect(await show(superuserUrl, "fsync")).toBe("off");
  const [database] = await administer(superuserUrl, (sql) => sql`select datlocale from pg_database limit 1`);
  expect(database?.datlocale).toBe("C.UTF-8");
});

test("asks everybody for a password", async () => {
  const { superuserUrl } = await start();
  const wrongUrl = superuserUrl.replace(/:[^:@]+@/, ":wrong@");
  await expect(show(wrongUrl, "server_version")).rejects.toMatchObject({ code: "28P01" });
});

test("keeps its data from start to start", async () => {
  const first = await start();
  await administer(first.superuserUrl, (sql) => sql`create table kept ()`);
  await first.stop();
  const second = await start();
  const [row] = await administer(second.superuserUrl, (sql) => sql`select to_regclass('kept')::text as name`);
  expect(row?.name).toBe("kept");
});

test("stops a PostgreSQL that an interrupted start left behind", async () => {
  const leftover = await start();
  const { superuserUrl } = await start();
  await expect(leftover.exited).resolves.toEqual({ code: 0, signal: null });
  expect(await show(superuserUrl, "server_version")).toMatch(/^18\./);
  expect(lines.join("\n")).toContain(`process id ${leftover.pid}`);
});

test("starts although the process id in its file is another program's now", async () => {
  const first = await start();
  await first.stop();
  const file = join(dataDirectory, "postgres/data/postmaster.pid");
  writeFileSync(file, `${process.pid}\n${join(dataDirectory, "postgres/data")}\n`);
  const { pid } = await start();
  expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${pid}\\n`));
});

test("refuses a cluster of another major version and says what to do", async () => {
  const first = await start();
  await first.stop();
  writeFileSync(join(dataDirectory, "postgres/data/PG_VERSION"), "17\n");
  await expect(start()).rejects.toThrow(/made by PostgreSQL 17.*brings PostgreSQL 18/);
});

test("puts its socket elsewhere when the data directory's path is too long for one", async () => {
  const { superuserUrl } = await start(join(dataDirectory, "x".repeat(100)));
  expect(await show(superuserUrl, "unix_socket_directories")).toMatch(/^.{1,80}opsdesk-[0-9a-f]{12}$/);
  rmSync(await show(superuserUrl, "unix_socket_directories"), { recursive: true });
});
