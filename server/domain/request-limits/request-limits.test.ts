import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LimitUse, type RequestCount, RequestLimits } from "./request-limits";

const windowMilliseconds = 60_000;
const quota = 5;

/** What all servers share, as the table does: by one clock, a window that has ended makes room for the next. */
class SharedCounts {
  readonly #rows = new Map<string, Omit<RequestCount, "remainingMilliseconds"> & { endsAt: number }>();

  constructor(private readonly now: () => number) {}

  exchange = async (counted: RequestCount[]): Promise<RequestCount[]> => {
    for (const { actorId, kind, count, remainingMilliseconds } of counted) {
      const row = this.#rows.get(actorId);
      const isLive = row !== undefined && row.endsAt > this.now();
      const endsAt = isLive ? row.endsAt : this.now() + remainingMilliseconds;
      this.#rows.set(actorId, { actorId, kind, count: count + (isLive ? row.count : 0), endsAt });
    }
    const live = [...this.#rows.values()].filter(({ endsAt }) => endsAt > this.now());
    return live.map(({ endsAt, ...row }) => ({ ...row, remainingMilliseconds: endsAt - this.now() }));
  };
}

function replicas(count: number) {
  let moment = 0;
  const now = () => moment;
  const shared = new SharedCounts(now);
  const clock = { now, windowMilliseconds };
  const servers = Array.from({ length: count }, () => new RequestLimits({ changes: quota, reads: 0 }, clock));
  return { servers, shared, now, pass: (milliseconds: number) => (moment += milliseconds) };
}

const ask = (server: RequestLimits) => server.count("alice", "changes") as LimitUse;
const away = () => Promise.reject(new Error("the database is away"));

const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant("ask" as const), server: fc.nat(2) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("exchange" as const), server: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), server: fc.nat(2) }) },
  ),
  { maxLength: 60 },
);

describe("in a window", () => {
  it("R-API-2 no more is allowed than the quota and what other servers allowed since the last exchange", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const { servers, shared } = replicas(3);
        const allowed = [0, 0, 0];
        const told = [0, 0, 0];
        /** What of all was in the table when a server last looked, and its own. */
        const seenOfOthers = [0, 0, 0];
        const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
        for (const { do: what, server: index } of taken) {
          const server = servers[index]!;
          if (what === "fail") await server.exchange(away).catch(() => {});
          if (what === "exchange") {
            await server.exchange(shared.exchange);
            told[index] = allowed[index]!;
            seenOfOthers[index] = sum(told) - told[index];
          }
          if (what !== "ask") continue;
          const unseen = sum(allowed) - allowed[index]! - seenOfOthers[index]!;
          const { isAllowed, remaining } = ask(server);
          expect(isAllowed).toBe(allowed[index]! + seenOfOthers[index]! < quota);
          if (isAllowed) allowed[index]! += 1;
          if (isAllowed) expect(sum(allowed)).toBeLessThanOrEqual(quota + unseen);
          expect(remaining).toBe(Math.max(0, quota - allowed[index]! - seenOfOthers[index]!));
        }
      }),
    );
  });

  it("one actor's requests, and one kind's, leave the others alone; 0 lifts a limit", () => {
    const limits = new RequestLimits({ changes: 1, reads: 1 });
    const asked = [limits.count("alice", "changes"), limits.count("alice", "reads"), limits.count("bob", "changes")];
    expect(asked.map((use) => use?.isAllowed)).toEqual([true, true, true]);
    expect(limits.count("alice", "changes")).toMatchObject({ isAllowed: false, remaining: 0, quota: 1 });
    expect(replicas(1).servers[0]!.count("alice", "reads")).toBeUndefined();
    expect([new RequestLimits({ changes: 0, reads: 0 }).isLimiting, limits.isLimiting]).toEqual([false, true]);
  });

  it("what is counted while an exchange is under way is kept for the next one", async () => {
    const { servers, shared } = replicas(2);
    const [one, other] = servers as [RequestLimits, RequestLimits];
    ask(one);
    await one.exchange(async (counted) => {
      ask(one);
      return shared.exchange(counted);
    });
    await one.exchange(shared.exchange);
    await other.exchange(shared.exchange);
    expect([ask(one).remaining, ask(other).remaining]).toEqual([quota - 3, quota - 3]);
  });
});

describe("after a window", () => {
  const after = fc.oneof(fc.nat(2_000), fc.nat(30_000));
  const asking = fc.array(fc.record({ after, isExchanged: fc.boolean() }), { maxLength: 80 });

  it("R-API-2 whoever is refused is allowed again after the time that was told, and not a second sooner", async () => {
    await fc.assert(
      fc.asyncProperty(asking, async (asked) => {
        const { servers, shared, now, pass } = replicas(1);
        const server = servers[0]!;
        let allowedAgainAt = 0;
        for (const { after, isExchanged } of asked) {
          pass(after);
          if (isExchanged) await server.exchange(shared.exchange);
          const { isAllowed, resetSeconds } = ask(server);
          if (isAllowed) continue;
          const told = now() + resetSeconds * 1_000;
          allowedAgainAt ||= told;
          expect(Math.abs(told - allowedAgainAt)).toBeLessThan(1_000);
          if (now() + 1_000 < allowedAgainAt) continue;
          pass(resetSeconds * 1_000);
          expect(ask(server).isAllowed).toBe(true);
          allowedAgainAt = 0;
        }
      }),
    );
  });

  it("the next begins with the first request, and allows a quota again, no more", async () => {
    await fc.assert(
      fc.asyncProperty(asking, async (asked) => {
        const { servers, shared, now, pass } = replicas(1);
        let windowEndsAt = 0;
        let inWindow = 0;
        for (const { after, isExchanged } of asked) {
          pass(after);
          if (isExchanged) await servers[0]!.exchange(shared.exchange);
          if (now() >= windowEndsAt) {
            windowEndsAt = now() + windowMilliseconds;
            inWindow = 0;
          }
          if (ask(servers[0]!).isAllowed) inWindow += 1;
          expect(inWindow).toBeLessThanOrEqual(quota);
        }
      }),
    );
  });

  it("a slow exchange does not put the end off", async () => {
    const { servers, shared, now, pass } = replicas(1);
    const server = servers[0]!;
    ask(server);
    const slow = async (counted: RequestCount[]) => {
      const totals = await shared.exchange(counted);
      pass(900);
      return totals;
    };
    for (let round = 0; round < 30; round++) await server.exchange(slow);
    expect(now() + ask(server).resetSeconds * 1_000).toBeLessThanOrEqual(windowMilliseconds + 1_000);
  });
});
