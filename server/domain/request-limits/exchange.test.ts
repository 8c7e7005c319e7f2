import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { requestCounts } from "@/db/schema";
import { system } from "@/server/domain/context";
import { contextOver, type TestDatabase, withContext, withDatabase } from "@/server/test/database";
import { exchangeCounts, startExchange } from "./exchange";
import { removeOldRequestCounts } from "./remove-old";
import { type RequestCount, RequestLimits } from "./request-limits";

const alice = (count: number, remainingMilliseconds = 60_000): RequestCount => ({
  actorId: "alice",
  kind: "changes",
  count,
  remainingMilliseconds,
});
const countsOf = (totals: RequestCount[]) =>
  Object.fromEntries(totals.map(({ actorId, kind, count }) => [`${actorId} ${kind}`, count]));

it("adds what a server counted to what the others did, in the window that the first began, and gives all windows", () =>
  withContext(async (ctx) => {
    expect(countsOf(await exchangeCounts(ctx, [alice(3, 50_000)]))).toEqual({ "alice changes": 3 });
    const others = [alice(4), { ...alice(1), actorId: "bob" }, { ...alice(9), kind: "reads" as const }];
    const totals = await exchangeCounts(ctx, others);
    expect(countsOf(totals)).toEqual({ "alice changes": 7, "alice reads": 9, "bob changes": 1 });
    const remaining = totals.map(({ remainingMilliseconds }) => Math.round(remainingMilliseconds / 1_000));
    expect(remaining.toSorted((one, other) => one - other)).toEqual([50, 60, 60]);
    expect(await exchangeCounts(ctx, [])).toEqual(expect.arrayContaining(totals));
  }, system));

it("begins a new window where one has ended, which nobody hears of any more and the job removes", () =>
  withContext(async (ctx) => {
    await exchangeCounts(ctx, [alice(100, -1), { ...alice(100, -1), actorId: "bob" }]);
    expect(await exchangeCounts(ctx, [])).toEqual([]);
    expect(countsOf(await exchangeCounts(ctx, [alice(2)]))).toEqual({ "alice changes": 2 });
    await removeOldRequestCounts(ctx);
    expect(await ctx.db.select({ actorId: requestCounts.actorId }).from(requestCounts)).toEqual([{ actorId: "alice" }]);
  }, system));

it("adds up exactly, however many servers tell at once of the same actors in whatever order", () =>
  withDatabase(async ({ open }) => {
    const ctx = contextOver(open("server", 10), system);
    const actors = Array.from({ length: 20 }, (_, index) => ({ ...alice(1), actorId: `actor-${index}` }));
    const told = Array.from({ length: 20 }, (_, index) => (index % 2 ? actors : actors.toReversed()));
    await Promise.all(told.map((counted) => exchangeCounts(ctx, counted)));
    const counts = Object.values(countsOf(await exchangeCounts(ctx, [])));
    expect(counts).toEqual(actors.map(() => 20));
  }));

it("costs no write-ahead log", () =>
  withContext(async (ctx) => {
    const rows = await (ctx.db as Db).execute(
      sql`select relpersistence as kept from pg_class where relname = 'request_counts'`,
    );
    expect(Array.from(rows)).toEqual([{ kept: "u" }]);
  }));

const environmentOver = ({ open }: TestDatabase) => {
  const { db, keys, now } = contextOver(open("server"), system);
  return { db, keys, now };
};
const quotas = { changes: 10, reads: 0 };

it("goes on each second, and in the end tells what is left", () =>
  withDatabase(async (database) => {
    const environment = environmentOver(database);
    const [one, other] = [new RequestLimits(quotas), new RequestLimits(quotas)];
    const failures: unknown[] = [];
    const exchanges = [one, other].map((limits) => startExchange(environment, limits, (error) => failures.push(error)));
    for (let asked = 0; asked < 6; asked++) one.count("alice", "changes");
    await expect.poll(() => other.count("alice", "changes")?.isAllowed, { timeout: 10_000 }).toBe(false);
    one.count("bob", "changes");
    await Promise.all(exchanges.map(({ close }) => close()));
    const told = countsOf(await exchangeCounts(contextOver(environment.db as Db, system), []));
    expect(told).toMatchObject({ "bob changes": 1 });
    expect(told["alice changes"]).toBeGreaterThanOrEqual(quotas.changes);
    expect(failures).toEqual([]);
  }));

it("asks the database for nothing where no limit is set", () =>
  withDatabase(async (database) => {
    const environment = environmentOver(database);
    const limits = new RequestLimits({ changes: 0, reads: 0 });
    await startExchange(environment, limits, () => {}).close();
    expect(await environment.db.$count(requestCounts)).toBe(0);
  }));
