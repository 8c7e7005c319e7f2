import { isNull, max } from "drizzle-orm";
import { jobRuns } from "@/db/schema";
import type { Context } from "@/server/domain/context";

/** When each job was last done, by whichever worker; without those that never were, as far as runs are kept. */
export async function listLastSuccesses({ db }: Context): Promise<{ job: string; at: Date }[]> {
  const rows = await db
    .select({ job: jobRuns.jobName, at: max(jobRuns.finishedAt) })
    .from(jobRuns)
    .where(isNull(jobRuns.error))
    .groupBy(jobRuns.jobName);
  return rows.flatMap(({ job, at }) => (at === null ? [] : [{ job, at: new Date(at) }]));
}
