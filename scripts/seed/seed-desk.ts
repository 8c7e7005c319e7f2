import { v7 as newId } from "uuid";
import { connect } from "@/db/connect";
import { openDatabaseForCommand } from "@/scripts/launch/command-database";
import { readOrCreateSecret } from "@/scripts/launch/secrets";
import type { LaunchSettings } from "@/scripts/launch/settings";
import { systemContext } from "@/server/domain/context";
import type { HostImportResult } from "@/server/domain/host-import/schema";
import { importHosts } from "@/server/domain/hosts/import";
import { deriveKeys } from "@/server/domain/keys/derive";
import { numbers } from "@/server/domain/numbers";
import type { EstateOptions } from "./estate";
import { estateFile } from "./estate-file";

/** Imports an estate into a desk, running or not, as the system: one batch, with its audit events. */
export async function seedDesk(settings: LaunchSettings, options: EstateOptions): Promise<HostImportResult> {
  const database = await openDatabaseForCommand(settings);
  const { db, close } = connect(database.serverUrl, {
    poolSize: numbers.database.workerPoolSize,
    applicationName: "opsdesk-seed",
    ...numbers.database.timeouts,
  });
  try {
    const masterKey = settings.masterKey ?? readOrCreateSecret(settings.dataDirectory, "master-key", "base64");
    const environment = { db, keys: deriveKeys(Buffer.from(masterKey, "base64")), now: () => new Date() };
    return await importHosts(systemContext(environment, newId()), estateFile(options));
  } finally {
    await close();
    await database.embedded?.stop();
  }
}
