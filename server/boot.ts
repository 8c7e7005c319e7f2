import { setTimeout as wait } from "node:timers/promises";
import type { z } from "zod";
import { connect, type Db } from "@/db/connect";
import { excessRights } from "@/db/roles";
import { readSigningKey } from "./domain/audit-tree/signing-key";
import { type Context, systemContext } from "./domain/context";
import { openHintChannel } from "./domain/hints/channel";
import { deriveKeys } from "./domain/keys/derive";
import { numbers } from "./domain/numbers";
import { createReadiness } from "./domain/readiness/readiness";
import { type cliSettings, parseSettings, type serverSettings, type workerSettings } from "./env";
import { createLog } from "./log";
import type { ProcessMetrics, Sources } from "./process-metrics";
import { stopOnSignal } from "./stopping";

function refuseToStart(faults: readonly string[]): never {
  process.stderr.write(`OpsDesk cannot start with these settings:\n${faults.map((fault) => `  ${fault}\n`).join("")}`);
  process.exit(1);
}

/** Reads the settings of a process, once. Where they are unusable, says all that is wrong with them and ends the process. */
export function readSettings<T extends z.ZodType>(schema: T): z.infer<T> {
  const result = parseSettings(schema, process.env);
  return "settings" in result ? result.settings : refuseToStart(result.faults);
}

/**
 * Ends the process where the role of DATABASE_URL could do more than the server may. Asks again until the database answers:
 * a database that is down is no reason not to start, only not to be ready.
 */
export async function refuseExcessRights(db: Db): Promise<void> {
  for (;;) {
    const faults = await excessRights(db).catch(() => undefined);
    if (faults && faults.length > 0) refuseToStart(faults);
    if (faults) return;
    await wait(numbers.readiness.cacheMilliseconds);
  }
}

/** The key that signs the audit log. Where the file holds none, says so and ends the process. */
export async function readAuditKey({ AUDIT_KEY_FILE }: Pick<z.infer<typeof workerSettings>, "AUDIT_KEY_FILE">) {
  return readSigningKey(AUDIT_KEY_FILE).catch((error: unknown) =>
    refuseToStart([`AUDIT_KEY_FILE: ${error instanceof Error ? error.message : String(error)}`]),
  );
}

type ProcessSettings = z.infer<typeof serverSettings> | z.infer<typeof workerSettings>;

type Options<Metrics> = { poolSize: number; createMetrics: (sources: Sources) => Metrics };

/** What a process has that runs until a signal stops it. What it opens here is closed last. */
export function startProcess<Metrics extends ProcessMetrics>(
  name: "server" | "worker",
  settings: ProcessSettings,
  { poolSize, createMetrics }: Options<Metrics>,
) {
  const log = createLog(settings.LOG_LEVEL, name);
  const { isDraining, closeLater } = stopOnSignal(log, settings.DRAIN_WAIT_SECONDS);
  const applicationName = `opsdesk-${name}`;
  const options = { poolSize, applicationName, ...numbers.database.timeouts };
  const { db, pool, close } = connect(settings.DATABASE_URL, options);
  closeLater(close);
  const hints = openHintChannel(db, (error) => log.warn({ error }, "hints were lost"));
  closeLater(hints.close);
  const keys = deriveKeys(settings.OPSDESK_MASTER_KEY, settings.OPSDESK_PREVIOUS_MASTER_KEY);
  const unobserved = { db, keys, now: () => new Date(), announce: hints.announce };
  const readiness = createReadiness(systemContext(unobserved, "readiness"));
  const metrics = createMetrics({ pool, readiness, isDraining });
  const environment = { ...unobserved, observer: metrics.observer };
  return { log, metrics, isDraining, closeLater, hints, environment, readiness };
}

type Opened = { environment: Pick<Context, "db" | "keys" | "now">; close: () => Promise<void> };

/** The database and the keys for one command, which closes them when it is done. */
export function openForCommand(settings: z.infer<typeof cliSettings>): Opened {
  const { workerPoolSize: poolSize, timeouts } = numbers.database;
  const { db, close } = connect(settings.DATABASE_URL, { poolSize, applicationName: "opsdesk-cli", ...timeouts });
  const keys = deriveKeys(settings.OPSDESK_MASTER_KEY, settings.OPSDESK_PREVIOUS_MASTER_KEY);
  return { environment: { db, keys, now: () => new Date() }, close };
}
