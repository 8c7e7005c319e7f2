import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { useExternalDatabase } from "@/scripts/postgres/external-database";
import { type DatabaseUrls, provisionDatabase } from "@/scripts/provision-database";
import { openProcessLog } from "./process-log";
import { print, step } from "./progress";
import type { LaunchSettings } from "./settings";

export interface Database extends DatabaseUrls {
  /** Absent when the database is not ours to stop. */
  embedded?: EmbeddedPostgres;
}

/** Starts the embedded PostgreSQL, or takes the one that the environment names. */
export async function openDatabase(settings: LaunchSettings, logDirectory: string): Promise<Database> {
  const { databaseUrl, databaseOwnerUrl, dataDirectory } = settings;
  if (databaseUrl && databaseOwnerUrl) return { ownerUrl: databaseOwnerUrl, serverUrl: databaseUrl };
  if (databaseUrl) return step("database checked", () => useExternalDatabase(databaseUrl, dataDirectory, print));
  return step("PostgreSQL started", async () => {
    const log = openProcessLog(logDirectory, "postgres");
    const embedded = await startEmbeddedPostgres({ dataDirectory, log: log.write });
    try {
      return { embedded, ...(await provisionDatabase(embedded.superuserUrl, dataDirectory)) };
    } catch (error) {
      await embedded.stop();
      throw error;
    }
  });
}
