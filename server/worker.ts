import { setTimeout as wait } from "node:timers/promises";
import { v7 as newId } from "uuid";
import { buildMetricsServer } from "./api/metrics-server";
import { readSettings, refuseExcessRights, startProcess } from "./boot";
import { build } from "./build";
import { directoryStore } from "./domain/blob-store/directory";
import { systemContext } from "./domain/context";
import { numbers } from "./domain/numbers";
import { workerSettings } from "./env";
import { scheduleOver } from "./jobs";
import { type Observer, runDueJobs } from "./jobs/runner";

const settings = readSettings(workerSettings);
const { log, metrics, isDraining, closeLater, environment, readiness } = startProcess(
  "worker",
  settings,
  numbers.database.workerPoolSize,
);
const metricsServer = buildMetricsServer({ registry: metrics.registry, readiness, isDraining });
closeLater(() => metricsServer.close());

const schedule = scheduleOver(directoryStore(settings.ARTIFACT_DIR));
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
await refuseExcessRights(environment.db);
const rounds = runRounds();
closeLater(() => {
  stopped.abort();
  return rounds;
});
