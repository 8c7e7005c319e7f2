import { setTimeout as wait } from "node:timers/promises";
import { v7 as newId } from "uuid";
import { buildMetricsServer } from "./api/metrics-server";
import { readAuditKey, readSettings, refuseExcessRights, startProcess } from "./boot";
import { build } from "./build";
import { directoryStore } from "./domain/blob-store/directory";
import { systemContext } from "./domain/context";
import { listLastSuccesses } from "./domain/jobs/queries";
import { numbers } from "./domain/numbers";
import { workerSettings } from "./env";
import { scheduleOver } from "./jobs";
import { type Observer, runDueJobs } from "./jobs/runner";
import { keepAuditLogSealed } from "./jobs/seal-audit-log";
import { watchCertificate } from "./machine-metrics";
import { createWorkerMetrics } from "./worker-metrics";

const settings = readSettings(workerSettings);
const schedule = scheduleOver(directoryStore(settings.ARTIFACT_DIR));
const key = await readAuditKey(settings);
const { log, metrics, isDraining, closeLater, environment, readiness } = startProcess("worker", settings, {
  poolSize: numbers.database.workerPoolSize,
  createMetrics: (sources) => createWorkerMetrics(schedule, sources),
});
if (settings.TLS_CERTIFICATE_FILE) watchCertificate(metrics.registry, settings.TLS_CERTIFICATE_FILE);
const metricsServer = buildMetricsServer({ registry: metrics.registry, readiness, isDraining });
closeLater(() => metricsServer.close());

const seconds = (moment: Date) => moment.getTime() / 1_000;
const observe: Observer = (job, outcome, { startedAt, finishedAt, error }) => {
  metrics.jobRuns.inc({ job, outcome });
  metrics.jobDuration.observe({ job }, seconds(finishedAt) - seconds(startedAt));
  if (outcome === "done") metrics.jobLastSuccess.set({ job }, seconds(finishedAt));
  if (outcome === "failed") log.error({ job, error }, "job failed");
  else log.info({ job }, "job done");
};

/** What was done before this worker began. */
async function tellLastSuccesses(): Promise<void> {
  for (const { job, at } of await listLastSuccesses(systemContext(environment, newId()))) {
    if (schedule.some(({ name }) => name === job)) metrics.jobLastSuccess.set({ job }, seconds(at));
  }
}

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
await tellLastSuccesses().catch((error: unknown) => log.warn({ error }, "the runs of jobs cannot be read now"));
const rounds = runRounds();
const sealing = keepAuditLogSealed(() => systemContext(environment, newId()), {
  key,
  checkpointDirectory: settings.AUDIT_CHECKPOINT_DIR,
  signal: stopped.signal,
  published: ({ origin, size }, note) => log.info({ origin, size, note }, "audit checkpoint"),
  failed: (error) => log.error({ error }, "the audit log cannot be sealed now"),
});
closeLater(async () => {
  stopped.abort();
  await Promise.all([rounds, sealing]);
});
