import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/db/migrate";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { administer } from "@/scripts/postgres/administer";
import { provisionDatabase } from "@/scripts/provision-database";

declare module "vitest" {
  interface ProvidedContext {
    /** One real PostgreSQL for the run; database `opsdesk` is a migrated template, `shared` a copy for rolled-back tests. */
    cluster: { superuserUrl: string; ownerUrl: string; serverUrl: string };
    /** Where tests leave files that the run removes when it ends. */
    temporaryFolder: string;
  }
}

/** What a test may lose costs no time to keep. */
const fastSettings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

/** Starts PostgreSQL before all tests and stops it after them. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "opsdesk-test-"));
  const database = await startEmbeddedPostgres({ dataDirectory, log: () => {}, settings: fastSettings });
  const { superuserUrl } = database;
  const { ownerUrl, serverUrl } = await provisionDatabase(superuserUrl, dataDirectory);
  if (!ownerUrl) throw new Error("the embedded database has an owner");
  await migrateDatabase(ownerUrl, "db/migrations", "opsdesk_server");
  await administer(superuserUrl, (sql) => sql.unsafe("create database shared template opsdesk owner opsdesk_owner"));
  project.provide("cluster", { superuserUrl, ownerUrl, serverUrl });
  const temporaryFolder = await mkdtemp(join(tmpdir(), "opsdesk-files-"));
  project.provide("temporaryFolder", temporaryFolder);
  return async () => {
    await database.stop();
    for (const folder of [dataDirectory, temporaryFolder]) await rm(folder, { recursive: true, force: true });
  };
}
