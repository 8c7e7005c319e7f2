import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { v7 as newId } from "uuid";
import { connect } from "@/db/connect";
import { migrateDatabase } from "@/db/migrate";
import { readSettings } from "./boot";
import { build } from "./build";
import { makeAuditPartitions } from "./domain/audit/partitions";
import { type Context, systemContext } from "./domain/context";
import { deriveKeys } from "./domain/keys/derive";
import { numbers } from "./domain/numbers";
import { createFirstAdmin } from "./domain/users/mutations";
import { migrateSettings } from "./env";
import { createLog } from "./log";

const settings = readSettings(migrateSettings);
const log = createLog(settings.LOG_LEVEL, "migrate");

/** Beside the bundle, or where the sources have them. */
function migrationsFolder(): string {
  const beside = fileURLToPath(new URL("./migrations", import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL("../db/migrations", import.meta.url));
}

async function prepare(ctx: Context): Promise<void> {
  const partitions = await makeAuditPartitions(ctx);
  const admin = await createFirstAdmin(ctx, { email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD });
  log.info({ partitions, firstAdmin: admin?.email }, "prepared");
  if (!admin?.generatedPassword) return;
  // The only time that anybody sees it, and not as a log line, which would be kept.
  process.stdout.write(`\n  First admin   ${admin.email}\n  Password      ${admin.generatedPassword}\n`);
  process.stdout.write("  Shown this once. It must be changed at the first sign-in.\n\n");
}

async function run(): Promise<void> {
  const serverRole = decodeURIComponent(new URL(settings.DATABASE_URL).username);
  const applied = await migrateDatabase(settings.DATABASE_OWNER_URL, migrationsFolder(), serverRole);
  log.info({ ...build, applied }, "migrated");
  const { workerPoolSize: poolSize, timeouts } = numbers.database;
  const { db, close } = connect(settings.DATABASE_URL, { poolSize, applicationName: "opsdesk-migrate", ...timeouts });
  try {
    const environment = {
      db,
      keys: deriveKeys(settings.OPSDESK_MASTER_KEY, settings.OPSDESK_PREVIOUS_MASTER_KEY),
      now: () => new Date(),
    };
    await prepare(systemContext(environment, newId()));
  } finally {
    await close();
  }
}

try {
  await run();
} catch (error) {
  log.error({ error }, "migration failed");
  process.exitCode = 1;
}
