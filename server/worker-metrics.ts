import { counter, gauge, histogram } from "./instruments";
import { createProcessMetrics, type Sources } from "./process-metrics";

const outcomes = ["done", "failed"] as const;

type Periods = readonly { name: string; everySeconds: number }[];

/** The numbers of a worker for Prometheus, about the jobs of a schedule. */
export function createWorkerMetrics(schedule: Periods, sources?: Sources) {
  const metrics = createProcessMetrics(sources);
  const { registry } = metrics;
  const jobs = schedule.map(({ name }) => name);
  const period = gauge(registry, "opsdesk_job_period_seconds", "How often a job is due.", ["job"]);
  const lastSuccess = gauge(
    registry,
    "opsdesk_job_last_success_timestamp_seconds",
    "When a job was last done, by any worker that this one knows of; 0 where it never was.",
    ["job"],
  );
  for (const { name: job, everySeconds } of schedule) {
    period.set({ job }, everySeconds);
    lastSuccess.set({ job }, 0);
  }
  return {
    ...metrics,
    jobLastSuccess: lastSuccess,
    jobRuns: counter(registry, "opsdesk_job_runs_total", "Runs of jobs, by outcome.", { job: jobs, outcome: outcomes }),
    jobDuration: histogram(registry, "opsdesk_job_run_duration_seconds", "Time that a run of a job took.", {
      labelNames: ["job"],
      buckets: [0.01, 0.1, 1, 10, 60],
    }),
  };
}
