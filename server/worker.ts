import { setTimeout as wait } from "node:timers/promises";
import { v7 as newId } from "uuid";
import { connect } from "@/db/connect";
import { buildMetricsServer } from "./api/metrics-server";
import { readSettings, refuseExcessRights } from "./boot";
import { build } from "./build";
import { systemContext } from "./domain/context";
import { openHintChannel } from "./domain/hints/channel";
import { deriveKeys } from "./domain/keys/derive";
import { numbers } from "./domain/numbers";
import { createReadiness } from "./domain/readiness/readiness";
import { workerSettings } from "./env";
import { schedule } from "./jobs";
import { type Observer, runDueJobs } from "./jobs/runner";
import { createLog } from "./log";
import { createMetrics } from "./metrics";
import { stopOnSignal } from "./stopping";

const settings = readSettings(workerSettings);
const log = createLog(settings.LOG_LEVEL, "worker");
const metrics = createMetrics();
const { isDraining, closeLater } = stopOnSignal(log, settings.DRAIN_WAIT_SECONDS);

const { workerPoolSize: poolSize, timeouts } = numbers.database;
const { db, close } = connect(settings.DATABASE_URL, { poolSize, applicationName: "opsdesk-worker", ...timeouts });
closeLater(close);

const hints = openHintChannel(db, (error) => log.warn({ error }, "hints were lost"));
closeLater(hints.close);

const keys = deriveKeys(settings.OPSDESK_MASTER_KEY, settings.OPSDESK_PREVIOUS_MASTER_KEY);
const environment = { db, keys, now: () => new Date(), announce: hints.announce };
const readiness = createReadiness(systemContext(environment, "readiness"));
const metricsServer = buildMetricsServer({ registry: metrics.registry, readiness, isDraining });
closeLater(() => metricsServer.close());

for (const { name } of schedule)
  for (const outcome of ["done", "failed"]) metrics.jobRuns.inc({ job: name, outcome }, 0);
const observe: Observer = (job, outcome, error) => {
  metrics.jobRuns.inc({ job, outcome });
  if (outcome === "failed") log.error({ job, error }, "job failed");
  else log.info({ job }, "job done");
};

const stopped = new AbortController();
/** Round after round until the process stops; the request id joins the log lines and events of one round. */
async function runRounds(): Promise<void> {
  while (!stopped.signal.aborted) {
    await runDueJobs(systemContext(environment, newId()), schedule, observe).catch((error: unknown) => {
      metrics.databaseErrors.inc();
      log.warn({ error }, "jobs cannot run now");
    });
    await wait(numbers.jobs.pollSeconds * 1_000, undefined, { signal: stopped.signal }).catch(() => {});
  }
}

await metricsServer.listen({ host: settings.METRICS_HOST, port: settings.METRICS_PORT });
log.info({ ...build, metricsPort: settings.METRICS_PORT }, "listening");
await refuseExcessRights(db);
const rounds = runRounds();
closeLater(() => {
  stopped.abort();
  return rounds;
});
