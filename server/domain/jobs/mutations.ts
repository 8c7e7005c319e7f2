import { and, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { jobRuns, jobs } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";

// The database's clock, because the workers that compete may each have their own.
const now = sql`now()`;
// The columns round to milliseconds, and a job that is due now must not become due in half a one.
const nowOrJustBefore = sql`date_trunc('milliseconds', now())`;
const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`;
const why = "a job run is bookkeeping";

/**
 * Takes the job if it is due and free, for at most `holdSeconds`. Of any number of workers that ask at once, one gets a claim,
 * the others undefined. A worker that dies loses its claim when the time is over.
 */
export async function claimJob(ctx: Context, name: string, holdSeconds: number): Promise<string | undefined> {
  const claim = newId();
  return unaudited(ctx, why, async ({ db }) => {
    await db.insert(jobs).values({ name, dueAt: nowOrJustBefore }).onConflictDoNothing();
    const isFree = or(isNull(jobs.heldUntil), lte(jobs.heldUntil, now));
    const taken = await db
      .update(jobs)
      .set({ heldUntil: inSeconds(holdSeconds), heldBy: claim })
      .where(and(eq(jobs.name, name), lte(jobs.dueAt, now), isFree))
      .returning({ name: jobs.name });
    return taken.length === 1 ? claim : undefined;
  });
}

type Run = { name: string; claim: string; everySeconds: number; startedAt: Date; error: string | null };

/** Frees a claimed job until it is due again and keeps how the run ended. A claim that was lost meanwhile frees nothing. */
export async function releaseJob(ctx: Context, { name, claim, everySeconds, startedAt, error }: Run): Promise<void> {
  await unaudited(ctx, why, async ({ db }) => {
    await db
      .update(jobs)
      .set({ dueAt: inSeconds(everySeconds), heldUntil: null, heldBy: null })
      .where(and(eq(jobs.name, name), eq(jobs.heldBy, claim)));
    const run = { id: newId(), jobName: name, startedAt: startedAt.toISOString(), finishedAt: ctx.now().toISOString() };
    await db.insert(jobRuns).values({ ...run, error });
  });
}

/** Removes the records of runs that are older than `numbers.jobs.recordDays`. */
export async function removeOldJobRuns(ctx: Context): Promise<void> {
  await unaudited(ctx, why, async ({ db }) => {
    await db.delete(jobRuns).where(lt(jobRuns.startedAt, inSeconds(-numbers.jobs.recordDays * 86_400)));
  });
}
