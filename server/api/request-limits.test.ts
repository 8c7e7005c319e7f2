import { describe, expect, it } from "vitest";
import { requestCounts } from "@/db/schema";
import { startExchange } from "@/server/domain/request-limits/exchange";
import { type Quotas, RequestLimits } from "@/server/domain/request-limits/request-limits";
import { actors, testKeys } from "@/server/test/database";
import { startOwnServer } from "@/server/test/own-server";
import { startServer, type TestServer } from "@/server/test/server";

const limited = (quotas: Partial<Quotas>) => ({ limits: new RequestLimits({ changes: 0, reads: 0, ...quotas }) });
const read = (server: TestServer, headers: Record<string, string> = {}) =>
  server.send("viewer", "GET", "/api/v1/users/me", { headers });
const statuses = (answers: { statusCode: number }[]) => answers.map(({ statusCode }) => statusCode);
const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe("a limited route", () => {
  it("R-API-2 says what is left, and past the limit 429, with the time after which it answers again", async () => {
    await using server = await startServer(limited({ reads: 3 }));
    for (const left of [2, 1, 0]) {
      const { statusCode, headers } = await read(server);
      expect([statusCode, headers["ratelimit-policy"]]).toEqual([200, '"reads";q=3;w=60']);
      expect(headers.ratelimit).toMatch(new RegExp(`^"reads";r=${left};t=\\d+$`));
    }
    const { statusCode, headers, json } = await read(server);
    expect([statusCode, headers["content-type"]]).toEqual([429, "application/problem+json"]);
    expect(headers.ratelimit).toBe(`"reads";r=0;t=${headers["retry-after"]}`);
    expect(json()).toMatchObject({ code: "rate_limited", retryAfterSeconds: Number(headers["retry-after"]) });
    expect(Number(headers["retry-after"])).toBeGreaterThan(30);
    expect((await server.metricsApp.inject("/metrics")).body).toContain(
      'opsdesk_rate_limited_total{limit="reads"} 1\n',
    );
  });

  it("R-API-2 answers again when the time that it told is over", async () => {
    const clock = { now: () => performance.now(), windowMilliseconds: 4_000 };
    await using server = await startServer({ limits: new RequestLimits({ changes: 0, reads: 1 }, clock) });
    const ask = async () => ({ askedAt: performance.now(), answer: await read(server) });
    let refused = await ask();
    // A machine that is busy enough may let a window pass between two requests.
    for (let asked = 0; refused.answer.statusCode === 200 && asked < 50; asked++) refused = await ask();
    expect(refused.answer.statusCode).toBe(429);
    const askAgain = async () => (await read(server)).statusCode;
    await expect.poll(askAgain, { interval: 50, timeout: 20_000 }).toBe(200);
    const waited = (performance.now() - refused.askedAt) / 1_000;
    // The answer may come late on such a machine, but never sooner than a second before the time.
    expect(waited).toBeGreaterThan(Number(refused.answer.headers["retry-after"]) - 1);
  });

  it("counts changes and reads apart, each user and each API token for itself, and nobody who has not signed in", async () => {
    await using server = await startServer(limited({ changes: 2, reads: 1 }));
    const body = { name: "a script", role: "viewer", scopes: ["hosts:read"] };
    const { token } = (await server.send("admin", "POST", "/api/v1/api-tokens", { body })).json();
    const byToken = () =>
      server.send("nobody", "GET", "/api/v1/hosts", { headers: { authorization: `Bearer ${token}` } });
    const byAdmin = () => server.send("admin", "GET", "/api/v1/hosts");
    expect(statuses([await byToken(), await byAdmin(), await byToken(), await byAdmin()])).toEqual([
      200, 200, 429, 429,
    ]);
    expect((await read(server)).statusCode).toBe(200);
    const changes = await times(3, () => server.send("admin", "POST", "/api/v1/api-tokens", { body }));
    expect(statuses(changes).toSorted((one, other) => one - other)).toEqual([201, 429, 429]);
    const strangers = await times(5, () => server.send("nobody", "GET", "/api/v1/hosts"));
    expect(new Set(statuses(strangers))).toEqual(new Set([401]));
    expect(strangers[0]!.headers.ratelimit).toBeUndefined();
  });

  it("R-API-5 counts each call of a batch, and answers those that are left", async () => {
    await using server = await startServer(limited({ reads: 4 }));
    const batch = (calls: number) => {
      const paths = Array.from({ length: calls }, () => "users.profile").join(",");
      return server.send("viewer", "GET", `/api/trpc/${paths}?batch=1&input={}`);
    };
    const first = await batch(3);
    expect([first.statusCode, first.headers.ratelimit]).toEqual([200, expect.stringContaining('"reads";r=1;')]);
    const second = await batch(3);
    const codes = second
      .json()
      .map((each: { error?: { data: { problem: { code: string } } } }) => each.error?.data.problem.code);
    expect(codes.toSorted()).toEqual(["rate_limited", "rate_limited", undefined]);
    expect(second.headers.ratelimit).toBe(`"reads";r=0;t=${second.headers["retry-after"]}`);
    const { statusCode, headers } = await batch(1);
    expect([statusCode, headers["retry-after"]]).toEqual([429, expect.stringMatching(/^\d+$/)]);
  });

  it("counts a file that is imported or exported once, and lets everybody sign out", async () => {
    await using server = await startServer(limited({ changes: 1, reads: 1 }));
    const rows = Array.from({ length: 20 }, (_, index) => `web-${index},10.0.0.${index},linux,prod`);
    const csv = ["hostname,ip,os,environment", ...rows].join("\n");
    const send = () =>
      server.send("admin", "POST", "/api/v1/hosts/import", { body: csv, headers: { "content-type": "text/csv" } });
    const take = () => server.send("admin", "GET", "/api/v1/hosts/export.csv");
    expect(statuses([await send(), await send()])).toEqual([200, 429]);
    expect(statuses([await take(), await take()])).toEqual([200, 429]);
    expect((await server.send("admin", "POST", "/api/auth/logout")).statusCode).toBe(204);
  });

  it("knows a sender by the credentials, whatever the headers claim of where it is", async () => {
    await using server = await startServer(limited({ reads: 1 }));
    await read(server);
    for (const name of ["x-forwarded-for", "x-real-ip", "forwarded"]) {
      const claimed = name === "forwarded" ? "for=203.0.113.7" : "203.0.113.7";
      expect((await read(server, { [name]: claimed })).statusCode).toBe(429);
    }
  });

  it("is a limit no longer where 0 lifts it", async () => {
    await using server = await startServer(limited({}));
    const answers = await times(20, () => read(server));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(answers[0]!.headers["ratelimit-policy"]).toBeUndefined();
    expect(await server.db.$count(requestCounts)).toBe(0);
  });
});

describe("two servers over one database", () => {
  const quota = 30;
  const exchanging = (server: TestServer, limits: RequestLimits) =>
    startExchange({ db: server.db, keys: testKeys, now: server.now }, limits, () => {});

  it("R-API-2 allow a burst over both of them no more than the quota and what one allows in a second", async () => {
    const [one, other] = [limited({ reads: quota }), limited({ reads: quota })];
    await using server = await startServer(one);
    await using replica = await startServer(other, server.database);
    const headers = await server.signedIn("viewer");
    const exchanges = [exchanging(server, one.limits), exchanging(replica, other.limits)];
    const ask = (index: number) =>
      (index % 2 ? replica : server).send("nobody", "GET", "/api/v1/users/me", { headers });
    const burst = await times(4 * quota, ask);
    const allowed = statuses(burst).filter((status) => status === 200).length;
    expect(allowed).toBeGreaterThanOrEqual(quota);
    expect(allowed).toBeLessThanOrEqual(2 * quota);
    // Once both know, neither allows anything.
    const asked = async () => statuses(await times(2, ask)).join();
    await expect.poll(asked, { timeout: 10_000 }).toBe("429,429");
    const left = await times(20, ask);
    expect(new Set(statuses(left))).toEqual(new Set([429]));
    for (const { headers: told } of left) expect(told.ratelimit).toContain('"reads";r=0;');
    await Promise.all(exchanges.map(({ close }) => close()));
    const [row] = await server.db.select().from(requestCounts);
    expect(row).toMatchObject({ actorId: actors.viewer.id, kind: "reads", count: allowed });
  });

  it("R-API-2 a second after one has allowed them all, the other allows none", async () => {
    const [one, other] = [limited({ reads: quota }), limited({ reads: quota })];
    await using server = await startServer(one);
    await using replica = await startServer(other, server.database);
    const headers = await server.signedIn("viewer");
    const exchanges = [exchanging(server, one.limits), exchanging(replica, other.limits)];
    const ask = (asked: TestServer) => asked.send("nobody", "GET", "/api/v1/users/me", { headers });
    expect(new Set(statuses(await times(quota, () => ask(server))))).toEqual(new Set([200]));
    // The replica has never seen this actor, and is not asked before it may know.
    await expect.poll(() => other.limits.count(actors.viewer.id, "reads")?.remaining, { timeout: 10_000 }).toBe(0);
    expect((await ask(replica)).statusCode).toBe(429);
    await Promise.all(exchanges.map(({ close }) => close()));
  });
});

it("a server that cannot reach the database goes on with its own count, and tells it when it is back", async () => {
  const limits = new RequestLimits({ changes: 0, reads: 50 });
  await using server = await startOwnServer();
  const failures: unknown[] = [];
  const exchange = startExchange({ db: server.db, keys: testKeys, now: () => new Date() }, limits, (error) =>
    failures.push(error),
  );
  limits.count("alice", "reads");
  await server.postgres.kill();
  await expect.poll(() => failures.length, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(limits.count("alice", "reads")?.remaining).toBeLessThan(50);
  await server.postgres.start();
  limits.count("alice", "reads");
  const toldOf = () => server.db.$count(requestCounts).catch(() => 0);
  await expect.poll(toldOf, { timeout: 30_000 }).toBe(1);
  await exchange.close();
});
