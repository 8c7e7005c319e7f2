import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { idempotencyKeys, jobRuns, jobs, sessions, users } from "@/db/schema";
import { type Context, system } from "@/server/domain/context";
import { claimJob, releaseJob } from "@/server/domain/jobs/mutations";
import { openDirectory } from "@/server/test/blob-directory";
import { contextOver, withContext, withDatabase } from "@/server/test/database";
import { scheduleOver } from "./index";
import { type Job, runDueJobs } from "./runner";

const jobThat = (run: Job["run"], given: Partial<Job> = {}): Job => ({
  name: "count-sheep",
  everySeconds: 3_600,
  timeoutSeconds: 60,
  run,
  ...given,
});

/** Runs what is due and gives the outcomes. */
async function round(ctx: Context, due: readonly Job[]): Promise<string[]> {
  const outcomes: string[] = [];
  await runDueJobs(ctx, due, (job, outcome) => void outcomes.push(`${job} ${outcome}`));
  return outcomes;
}

describe("a job", () => {
  it("is run once however many workers find it due, and not again before it is due", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 20), system);
      const run = vi.fn(async () => {});
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => round(ctx, [jobThat(run)])));
      expect(outcomes.flat()).toEqual(["count-sheep done"]);
      expect(await round(ctx, [jobThat(run)])).toEqual([]);
      expect(run).toHaveBeenCalledTimes(1);
      expect(await ctx.db.select({ error: jobRuns.error }).from(jobRuns)).toEqual([{ error: null }]);
    }));

  it("is run again when its time has come", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server"), system);
      const often = jobThat(async () => {}, { everySeconds: 0.05 });
      expect(await round(ctx, [often])).toHaveLength(1);
      await vi.waitFor(async () => expect(await round(ctx, [often])).toHaveLength(1), 5_000);
    }));

  it("that fails is recorded, and the next one still runs", () =>
    withContext(async (ctx) => {
      const failing = jobThat(() => Promise.reject(new Error("no sheep")), { name: "shear-sheep" });
      expect(await round(ctx, [failing, jobThat(async () => {})])).toEqual(["shear-sheep failed", "count-sheep done"]);
      const runs = await ctx.db
        .select({ name: jobRuns.jobName, error: jobRuns.error })
        .from(jobRuns)
        .orderBy(jobRuns.id);
      expect(runs).toEqual([
        { name: "shear-sheep", error: "Error: no sheep" },
        { name: "count-sheep", error: null },
      ]);
      const [row] = await ctx.db.select().from(jobs).where(eq(jobs.name, "shear-sheep"));
      expect(row).toMatchObject({ heldBy: null, heldUntil: null });
    }, system));

  it("that does not end in its time has failed, and the next one still runs", () =>
    withContext(async (ctx) => {
      const endless = jobThat(() => new Promise(() => {}), { name: "chase-sheep", timeoutSeconds: 0.05 });
      expect(await round(ctx, [endless, jobThat(async () => {})])).toEqual(["chase-sheep failed", "count-sheep done"]);
      const [run] = await ctx.db.select().from(jobRuns).where(eq(jobRuns.jobName, "chase-sheep"));
      expect(run!.error).toBe("Error: not done after 0.05 s");
    }, system));

  it("of a worker that died is another's after its time, and the first can no longer free it", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server"), system);
      const first = await claimJob(ctx, "count-sheep", 0.2);
      expect(first).toBeDefined();
      expect(await claimJob(ctx, "count-sheep", 60)).toBeUndefined();
      const second = await vi.waitFor(async () => {
        const claim = await claimJob(ctx, "count-sheep", 60);
        expect(claim).toBeDefined();
        return claim!;
      }, 5_000);
      const run = { name: "count-sheep", everySeconds: 0, startedAt: new Date(), error: null };
      await releaseJob(ctx, { ...run, claim: first! });
      expect(await ctx.db.select({ heldBy: jobs.heldBy }).from(jobs)).toEqual([{ heldBy: second }]);
      expect(await claimJob(ctx, "count-sheep", 60)).toBeUndefined();
      await releaseJob(ctx, { ...run, claim: second });
      expect(await claimJob(ctx, "count-sheep", 60)).toBeDefined();
    }));
});

describe("the schedule", () => {
  it("removes what is over, keeps the rest, and makes the audit log's partitions", () =>
    withDatabase(async ({ open }) => {
      await using blobs = await openDirectory();
      const schedule = scheduleOver(blobs.store);
      const db = open("server");
      const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
      const id = "01890000-0000-7000-8000-000000000000";
      const times = { createdAt: daysAgo(20), updatedAt: daysAgo(20) };
      const user = {
        id,
        email: "a@example.net",
        name: "A",
        role: "viewer" as const,
        passwordHash: "",
        mustChangePassword: false,
      };
      await db.insert(users).values({ ...user, ...times, version: 1 });
      const session = (name: string, created: number, used: number, ended?: number) => ({
        id: sql`gen_random_uuid()`,
        userId: id,
        secretHash: Buffer.from(name),
        createdAt: daysAgo(created),
        lastUsedAt: daysAgo(used),
        endedAt: ended === undefined ? null : daysAgo(ended),
      });
      await db
        .insert(sessions)
        .values([session("live", 20, 1), session("idle", 20, 8), session("old", 31, 1), session("ended", 20, 8, 8)]);
      const key = { actorId: id, fingerprint: Buffer.of(1) };
      await db.insert(idempotencyKeys).values([
        { ...key, key: "fresh", createdAt: daysAgo(0.9) },
        { ...key, key: "stale", createdAt: daysAgo(1.1) },
      ]);
      const run = { jobName: "count-sheep", id: sql`gen_random_uuid()` };
      await db
        .insert(jobRuns)
        .values([29, 31].map((days) => ({ ...run, startedAt: daysAgo(days), finishedAt: daysAgo(days) })));

      expect(await round(contextOver(db, system), schedule)).toEqual(schedule.map(({ name }) => `${name} done`));
      const kept = await db.select({ secret: sessions.secretHash }).from(sessions);
      expect(kept.map(({ secret }) => Buffer.from(secret).toString())).toEqual(["live"]);
      expect(await db.select({ key: idempotencyKeys.key }).from(idempotencyKeys)).toEqual([{ key: "fresh" }]);
      expect(await db.$count(jobRuns, eq(jobRuns.jobName, "count-sheep"))).toBe(1);
      const [row] = await db.execute(
        sql`select count(*)::int as count from pg_inherits where inhparent = 'audit_events'::regclass`,
      );
      expect(row!.count).toBeGreaterThan(0);
    }));
});
