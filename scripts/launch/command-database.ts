import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { administer } from "@/scripts/postgres/administer";
import { tryLock } from "@/scripts/process-lock.mjs";
import { provisionedServerUrl } from "@/scripts/provision-database";
import { type Database, openDatabase } from "./database";
import type { LaunchSettings } from "./settings";

const startTimeoutSeconds = 60;

/**
 * Opens the database of a desk for the time of a command: the one that DATABASE_URL names, that of the desk which runs in
 * DATA_DIR, or, where none runs there, the embedded PostgreSQL, which is then ours to stop and keeps a desk from starting.
 *
 * @throws Error where DATA_DIR has no database, or the one that runs there has another database.
 */
export async function openDatabaseForCommand(
  settings: LaunchSettings,
): Promise<Pick<Database, "embedded" | "serverUrl">> {
  const { dataDirectory, databaseUrl } = settings;
  const logDirectory = join(dataDirectory, "logs");
  if (databaseUrl) return openDatabase(settings, logDirectory);
  if (!existsSync(join(dataDirectory, "postgres/data"))) {
    throw new Error(
      `There is no database in ${dataDirectory} yet. Run npm start once, or set DATA_DIR or DATABASE_URL.`,
    );
  }
  const lock = tryLock(join(dataDirectory, "launcher.lock"));
  if (!lock.isHeld) return { serverUrl: await runningServerUrl(dataDirectory, lock.holderPid) };
  process.on("exit", lock.release);
  return openDatabase(settings, logDirectory);
}

/** The URL of the PostgreSQL that a desk runs, which may still be starting. */
async function runningServerUrl(dataDirectory: string, deskPid: number): Promise<string> {
  const deadline = performance.now() + startTimeoutSeconds * 1000;
  while (performance.now() < deadline) {
    const url = urlIn(dataDirectory);
    if (url && (await isAnswering(url))) return url;
    await delay(100);
  }
  throw new Error(
    `The OpsDesk that process ${deskPid} is running in ${dataDirectory} has no PostgreSQL there that answers. If it uses another, set DATABASE_URL as for npm start.`,
  );
}

/** PostgreSQL writes into postmaster.pid, line by line, its port and the folder of its socket, and at the end that it is ready. */
function urlIn(dataDirectory: string): string | undefined {
  const file = join(dataDirectory, "postgres/data/postmaster.pid");
  const [, , , port, socketDirectory, , , status] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const isProvisioned = existsSync(join(dataDirectory, "secrets/postgres-server-password"));
  if (!socketDirectory || status?.trim() !== "ready" || !isProvisioned) return undefined;
  return provisionedServerUrl(`postgresql://${encodeURIComponent(socketDirectory)}:${port}/postgres`, dataDirectory);
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    await administer(url, (sql) => sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
