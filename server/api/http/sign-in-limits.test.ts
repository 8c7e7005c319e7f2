import { count, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { numbers } from "@/server/domain/numbers";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

type Attempt = { email?: string; password?: string; totp?: string; from?: string };

const start = () => startServer({ trustedProxies: ["127.0.0.1"] });

const attempt = (server: TestServer, { from = "192.0.2.1", ...typed }: Attempt) =>
  server.send("nobody", "POST", "/api/auth/login", {
    body: { email: emailOf("viewer"), password: "wrong", ...typed },
    headers: { "x-forwarded-for": from },
  });
const statusesOf = async (attempts: Promise<{ statusCode: number }>[]) =>
  (await Promise.all(attempts)).map(({ statusCode }) => statusCode);
const inMinutes = (server: TestServer, minutes: number) => server.setClock(new Date(Date.now() + minutes * 60_000));
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const eventsOf = async ({ db }: TestServer) =>
  Object.fromEntries(
    (await db.select({ action: auditEvents.action, count: count() }).from(auditEvents).groupBy(auditEvents.action)).map(
      (row) => [row.action, row.count],
    ),
  );

const { maxFailuresPerAddress, failuresBeforeDelay, windowMinutes } = numbers.signIn;

describe("who fails to sign in", () => {
  it("R-PWD-3 ten times from one address is refused there, told for how long, and the owner elsewhere is not", async () => {
    await using server = await start();
    for (const email of times(
      maxFailuresPerAddress,
      (index) => `${index % 2 ? emailOf("viewer") : "stranger@example.net"}`,
    )) {
      expect((await attempt(server, { email })).statusCode).toBe(401);
    }
    for (const typed of [{}, { password }, { email: "another@example.net" }]) {
      const refused = await attempt(server, typed);
      expect([refused.statusCode, refused.json().code]).toEqual([429, "rate_limited"]);
      const seconds = Number(refused.headers["retry-after"]);
      expect(seconds).toBeGreaterThan(windowMinutes * 60 - 30);
      expect(seconds).toBeLessThanOrEqual(windowMinutes * 60);
    }
    expect((await attempt(server, { password, from: "192.0.2.2" })).statusCode).toBe(200);
    expect(await eventsOf(server)).toEqual({ "user.sign-in-failed": maxFailuresPerAddress, "user.signed-in": 1 });
  });

  it("R-PWD-3 is counted exactly also when all attempts come at once, and a guess in their crowd does not count", async () => {
    await using server = await start();
    const crowd = times(30, (index) => attempt(server, { email: `${index}@example.net` }));
    const statuses = await statusesOf(crowd);
    expect(statuses.filter((status) => status === 401)).toHaveLength(maxFailuresPerAddress);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30 - maxFailuresPerAddress);
    expect(await eventsOf(server)).toEqual({ "user.sign-in-failed": maxFailuresPerAddress });
  });

  it("may try again when the window has passed", async () => {
    await using server = await start();
    await Promise.all(times(maxFailuresPerAddress, (index) => attempt(server, { email: `${index}@example.net` })));
    inMinutes(server, windowMinutes - 0.5);
    expect((await attempt(server, { password })).statusCode).toBe(429);
    inMinutes(server, windowMinutes + 0.5);
    expect((await attempt(server, { password })).statusCode).toBe(200);
  });

  it("is one for all addresses of a /64 of IPv6", async () => {
    await using server = await start();
    const from = (index: number) => `2001:db8:1:2::${index + 1}`;
    await Promise.all(
      times(maxFailuresPerAddress, (index) => attempt(server, { email: `${index}@example.net`, from: from(index) })),
    );
    expect((await attempt(server, { password, from: from(100) })).statusCode).toBe(429);
    expect((await attempt(server, { password, from: "2001:db8:1:3::1" })).statusCode).toBe(200);
  });

  it("R-PWD-3 is the address of the socket, or what a trusted proxy says, whatever else headers claim", async () => {
    const claims = (index: number) => {
      const claimed = `198.51.100.${index}`;
      return { "x-real-ip": claimed, forwarded: `for=${claimed}`, "true-client-ip": claimed };
    };
    const attemptAs = (server: TestServer, headers: Record<string, string>) =>
      server.send("nobody", "POST", "/api/auth/login", {
        body: { email: "x@example.net", password: "wrong" },
        headers,
      });
    await using open = await startServer();
    await using behind = await start();
    for (const server of [open, behind]) {
      const known = server === behind ? { "x-forwarded-for": "192.0.2.1" } : {};
      const tries = times(maxFailuresPerAddress + 1, (index) => {
        const forged = server === open ? { "x-forwarded-for": `198.51.100.${index}` } : {};
        return attemptAs(server, { ...claims(index), ...forged, ...known });
      });
      expect((await statusesOf(tries)).filter((status) => status === 429)).toHaveLength(1);
    }
  });

  it("R-PWD-3 for one account from many addresses is slowed down, which is told once; the owner still gets in", async () => {
    await using server = await start();
    const attack = times(failuresBeforeDelay + 2, (index) => attempt(server, { from: `198.51.100.${index}` }));
    expect(new Set(await statusesOf(attack))).toEqual(new Set([401]));
    const startedAt = performance.now();
    expect((await attempt(server, { password })).statusCode).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(numbers.signIn.firstDelayMilliseconds);
    expect((await eventsOf(server))["user.sign-ins-slowed"]).toBe(1);
    const [slowed] = await server.db.select().from(auditEvents).where(eq(auditEvents.action, "user.sign-ins-slowed"));
    expect(slowed!.subjectLabel).toBe(emailOf("viewer"));
  });

  it("R-MFA-1 with a code five times is refused, whether or not the account exists or the password is right", async () => {
    await using server = await start();
    const cases: Attempt[] = [{ password }, { password: "wrong" }, { email: "stranger@example.net" }];
    for (const [index, typed] of cases.entries()) {
      const from = `203.0.113.${index}`;
      const statuses = [];
      for (const totp of times(6, String)) {
        // Whoever has no second step needs no code, so that is a success.
        statuses.push((await attempt(server, { ...typed, totp, from })).statusCode);
      }
      expect(statuses).toEqual(typed.password === password ? Array(6).fill(200) : [401, 401, 401, 401, 401, 429]);
    }
  });
});
