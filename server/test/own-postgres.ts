import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateDatabase } from "@/db/migrate";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { provisionDatabase } from "@/scripts/provision-database";

/** A migrated PostgreSQL of one test's own, which may be killed and started again. */
export type OwnPostgres = {
  serverUrl: string;
  /** Ends it without any goodbye to its clients. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "opsdesk-own-"));
  const start = () => startEmbeddedPostgres({ dataDirectory, log: () => {} });
  let running = await start();
  const { ownerUrl, serverUrl } = await provisionDatabase(running.superuserUrl, dataDirectory);
  if (!ownerUrl) throw new Error("the embedded database has an owner");
  await migrateDatabase(ownerUrl, "db/migrations", "opsdesk_server");
  return {
    serverUrl,
    kill: async () => {
      process.kill(running.pid, "SIGQUIT");
      await running.exited;
    },
    start: async () => {
      running = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
