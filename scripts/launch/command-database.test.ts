import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { administer } from "@/scripts/postgres/administer";
import { tryLock } from "@/scripts/process-lock.mjs";
import { provisionDatabase } from "@/scripts/provision-database";
import { openDatabaseForCommand } from "./command-database";
import { readLaunchSettings } from "./settings";

let dataDirectory: string;
const settings = () => readLaunchSettings({ NODE_ENV: "production", DATA_DIR: dataDirectory });
const whoIs = (url: string) =>
  administer(url, async (sql) => (await sql`select current_user as role, current_database() as database`)[0]);

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "opsdesk-command-"));
});
afterEach(() => rmSync(dataDirectory, { recursive: true }));

test("there must have been a desk", async () => {
  await expect(openDatabaseForCommand(settings())).rejects.toThrow(/^There is no database in .* npm start/);
});

test("the database of a desk that is stopped is started, and no desk meanwhile; that of a running one is shared", async () => {
  const first = await startEmbeddedPostgres({ dataDirectory, log: () => {}, settings: { fsync: "off" } });
  await provisionDatabase(first.superuserUrl, dataDirectory);
  await first.stop();

  const alone = await openDatabaseForCommand(settings());
  try {
    expect(await whoIs(alone.serverUrl)).toEqual({ role: "opsdesk_server", database: "opsdesk" });
    expect(tryLock(join(dataDirectory, "launcher.lock"))).toEqual({ isHeld: false, holderPid: process.pid });
    const beside = await openDatabaseForCommand(settings());
    expect(beside).toEqual({ serverUrl: alone.serverUrl });
    expect(await whoIs(beside.serverUrl)).toEqual({ role: "opsdesk_server", database: "opsdesk" });
  } finally {
    await alone.embedded?.stop();
  }
});
