import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { build } from "./build";

/**
 * The numbers of one process for Prometheus. Labels come from closed lists and route templates, never from what a client
 * sends; counters begin at 0 where their labels are known.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "opsdesk_" });
  // prom-client names these gauges `_total`, which promtool refuses.
  for (const name of ["active_handles_total", "active_requests_total", "active_resources_total"]) {
    registry.removeSingleMetric(`opsdesk_nodejs_${name}`);
  }

  const buildInfo = new Gauge({
    name: "opsdesk_build_info",
    help: "Which build this is; always 1.",
    labelNames: ["version", "commit"],
    registers: [registry],
  });
  buildInfo.set({ version: build.version, commit: build.commit }, 1);

  const requestDuration = new Histogram({
    name: "opsdesk_http_request_duration_seconds",
    help: "Time from the first byte of a request to the last byte of its answer, by route template.",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 10, 30],
    registers: [registry],
  });
  const faults = new Counter({
    name: "opsdesk_faults_total",
    help: "Requests that failed for a reason that is OpsDesk's own.",
    registers: [registry],
  });
  const databaseErrors = new Counter({
    name: "opsdesk_db_connection_errors_total",
    help: "Requests and jobs that the database could not serve.",
    registers: [registry],
  });
  const jobRuns = new Counter({
    name: "opsdesk_job_runs_total",
    help: "Runs of jobs, by outcome.",
    labelNames: ["job", "outcome"],
    registers: [registry],
  });
  const alertsReceived = new Counter({
    name: "opsdesk_alerts_received_total",
    help: "Alerts that Alertmanager told of: new ones, those that a message changed, and those that it only repeated.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  for (const outcome of ["new", "changed", "repeated"]) alertsReceived.inc({ outcome }, 0);
  const alertsTruncated = new Counter({
    name: "opsdesk_alerts_truncated_total",
    help: "Alerts that Alertmanager says it left out of its messages.",
    registers: [registry],
  });
  return { registry, requestDuration, faults, databaseErrors, jobRuns, alertsReceived, alertsTruncated };
}

export type Metrics = ReturnType<typeof createMetrics>;
