import type { Context } from "@/server/domain/context";
import { claimJob, releaseJob } from "@/server/domain/jobs/mutations";

export type Job = {
  /** `verb-noun` */
  name: string;
  everySeconds: number;
  /** After this the run counts as failed, and another worker may take the job. */
  timeoutSeconds: number;
  run: (ctx: Context) => Promise<unknown>;
};

type Run = { startedAt: Date; finishedAt: Date; error?: unknown };

export type Observer = (job: string, outcome: "done" | "failed", run: Run) => void;

/** Runs whatever is due, once, and says how each went. A job that fails is recorded and does not stop the others. */
export async function runDueJobs(ctx: Context, jobs: readonly Job[], observe: Observer): Promise<void> {
  for (const job of jobs) {
    const claim = await claimJob(ctx, job.name, job.timeoutSeconds);
    if (claim === undefined) continue;
    const startedAt = ctx.now();
    const fault = await within(job.timeoutSeconds, job.run(ctx)).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    observe(job.name, fault ? "failed" : "done", { startedAt, finishedAt: ctx.now(), error: fault?.error });
    const error = fault ? reasonOf(fault.error) : null;
    await releaseJob(ctx, { name: job.name, claim, everySeconds: job.everySeconds, startedAt, error });
  }
}

/** What an error began with: what wraps it may quote the parameters of a statement. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? reasonOf(error.cause) : String(error);
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1_000);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
