import { createHash, createHmac } from "node:crypto";
import { desc, eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, sessions, users } from "@/db/schema";
import { actors, testKeys } from "@/server/test/database";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

const day = 86_400_000;

const signIn = (server: TestServer, email: string, typed: string) =>
  server.send("nobody", "POST", "/api/auth/login", { body: { email, password: typed } });
const statusOf = async (server: TestServer, cookie: string) =>
  (await server.send("nobody", "GET", "/api/v1/users/me", { headers: { cookie } })).statusCode;
const cookieIn = ({ headers }: { headers: Record<string, unknown> }) => String(headers["set-cookie"]).split(";", 1)[0]!;
const lastAction = async ({ db }: TestServer) => {
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
  return event;
};
const inDays = (days: number) => new Date(Date.now() + days * day);

describe("signing in", () => {
  it("R-WEB-1 sets exactly one cookie, which no page can read and no other site gets", async () => {
    await using server = await startServer();
    const answer = await signIn(server, emailOf("viewer").toUpperCase(), password);
    expect([answer.statusCode, answer.json()]).toEqual([200, { duty: null }]);
    const [set, ...others] = [answer.headers["set-cookie"]].flat();
    expect(others).toEqual([]);
    const [value, ...attributes] = String(set).split("; ");
    expect(value).toMatch(/^__Host-opsdesk=[\w-]{43}$/);
    expect(attributes.toSorted()).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]);

    const secret = value!.split("=")[1]!;
    const [session] = await server.db.select().from(sessions);
    expect(Buffer.from(session!.secretHash)).toEqual(createHash("sha256").update(secret).digest());
    expect(await lastAction(server)).toMatchObject({ action: "user.signed-in", actorId: actors.viewer.id });
    expect(JSON.stringify([await lastAction(server), session, server.logLines])).not.toContain(secret);
  });

  it("answers an unknown address, a wrong password and a deactivated user alike", async () => {
    await using server = await startServer();
    await server.db
      .update(users)
      .set({ deactivatedAt: new Date().toISOString() })
      .where(eq(users.email, emailOf("auditor")));
    const answers = [
      await signIn(server, "stranger@example.net", password),
      await signIn(server, emailOf("viewer"), "wrong"),
      await signIn(server, emailOf("auditor"), password),
    ];
    const [first, ...others] = answers.map((answer) => {
      const { requestId, ...problem } = answer.json();
      return { status: answer.statusCode, headers: Object.keys(answer.headers).toSorted(), problem };
    });
    expect(first).toMatchObject({ status: 401, problem: { code: "unauthenticated" } });
    expect(others).toEqual([first, first]);
  });

  it("R-AUD-12 that failed leaves no trace of what was typed, but a mark that tells whether two are the same", async () => {
    await using server = await startServer();
    const typed = "CANARY-my-own-password";
    for (const email of [typed, typed.toLowerCase()]) await signIn(server, email, "CANARY-something-else");
    await signIn(server, emailOf("viewer"), "CANARY-wrong");
    const dumped = await server.database.open("owner").execute(sql`
      select audit_events::text as text, convert_from(canonical, 'utf8') as canonical from audit_events`);
    expect(dumped).toHaveLength(3);
    const { body } = await server.metricsApp.inject("/metrics");
    expect(JSON.stringify([dumped, server.logLines, body])).not.toMatch(/canary/i);

    const address = createHmac("sha256", testKeys["audit-address"]).update(typed.toLowerCase()).digest("hex");
    const events = await server.db.select().from(auditEvents).orderBy(auditEvents.id);
    expect(events.map(({ action, subjectId, after }) => ({ action, subjectId, after }))).toEqual([
      { action: "user.sign-in-failed", subjectId: null, after: { address } },
      { action: "user.sign-in-failed", subjectId: null, after: { address } },
      { action: "user.sign-in-failed", subjectId: actors.viewer.id, after: null },
    ]);
  });

  it.each([
    {},
    { email: "a@example.net" },
    { email: "", password: "x" },
    { email: "a\u0000b", password: "x" },
    { email: "a", password: "x", otp: 1 },
  ])("422 for %j", async (body) => {
    await using server = await startServer();
    expect((await server.send("nobody", "POST", "/api/auth/login", { body })).statusCode).toBe(422);
  });
});

describe("a session", () => {
  it("ends after 7 days without use", async () => {
    await using server = await startServer();
    const cookie = cookieIn(await signIn(server, emailOf("viewer"), password));
    server.setClock(inDays(6.9));
    expect(await statusOf(server, cookie)).toBe(200);
    server.setClock(inDays(13.7));
    expect(await statusOf(server, cookie)).toBe(200);
    server.setClock(inDays(20.8));
    expect(await statusOf(server, cookie)).toBe(401);
  });

  it("ends after 30 days, however much it is used", async () => {
    await using server = await startServer();
    const cookie = cookieIn(await signIn(server, emailOf("viewer"), password));
    for (const days of [6, 12, 18, 24, 29.9]) {
      server.setClock(inDays(days));
      expect(await statusOf(server, cookie)).toBe(200);
    }
    server.setClock(inDays(30.1));
    expect(await statusOf(server, cookie)).toBe(401);
  });

  it("R-SES-1 knows at the next request that its user was deactivated, or has another role", async () => {
    await using server = await startServer();
    const cookie = cookieIn(await signIn(server, emailOf("viewer"), password));
    const readLog = () => server.send("nobody", "GET", "/api/v1/audit-events", { headers: { cookie } });
    const change = (to: object) =>
      server.db
        .update(users)
        .set(to)
        .where(eq(users.email, emailOf("viewer")));
    expect((await readLog()).statusCode).toBe(403);
    await change({ role: "auditor" });
    expect((await readLog()).statusCode).toBe(200);
    await change({ deactivatedAt: new Date().toISOString() });
    expect((await readLog()).statusCode).toBe(401);
  });

  it("R-SES-1 ends with signing out, once, and takes the cookie back", async () => {
    await using server = await startServer();
    const cookie = cookieIn(await signIn(server, emailOf("viewer"), password));
    const other = cookieIn(await signIn(server, emailOf("viewer"), password));
    const signOut = () => server.send("nobody", "POST", "/api/auth/logout", { headers: { cookie } });
    const first = await signOut();
    expect([first.statusCode, first.headers["set-cookie"]]).toEqual([
      204,
      expect.stringMatching(/^__Host-opsdesk=;.*Expires=Thu, 01 Jan 1970/),
    ]);
    expect([await statusOf(server, cookie), await statusOf(server, other)]).toEqual([401, 200]);
    expect((await signOut()).statusCode).toBe(204);
    expect(await server.db.$count(auditEvents, eq(auditEvents.action, "user.signed-out"))).toBe(1);
  });

  it.each([
    "__Host-opsdesk=",
    "__Host-opsdesk=x",
    `__Host-opsdesk=${"A".repeat(43)}`,
    "opsdesk=x",
    "__Host-opsdesk=%00",
  ])("is nobody's for the cookie %s", async (cookie) => {
    await using server = await startServer();
    expect(await statusOf(server, cookie)).toBe(401);
  });
});

describe("changing the password", () => {
  const change = (server: TestServer, cookie: string, newPassword: string, currentPassword = password) =>
    server.send("nobody", "POST", "/api/auth/password", {
      body: { currentPassword, newPassword },
      headers: { cookie },
    });

  it("frees whoever had a printed one, and ends that user's other sessions", async () => {
    await using server = await startServer();
    await server.db
      .update(users)
      .set({ mustChangePassword: true })
      .where(eq(users.email, emailOf("operator")));
    const answers = [
      await signIn(server, emailOf("operator"), password),
      await signIn(server, emailOf("operator"), password),
    ];
    expect(answers[0]!.json()).toEqual({ duty: "change-password" });
    const [cookie, other] = answers.map(cookieIn) as [string, string];
    const listHosts = async () =>
      (await server.send("nobody", "GET", "/api/v1/hosts", { headers: { cookie } })).statusCode;
    expect([await listHosts(), await statusOf(server, cookie)]).toEqual([403, 200]);

    expect((await change(server, cookie, "a password of my own")).statusCode).toBe(204);
    expect([await listHosts(), await statusOf(server, cookie), await statusOf(server, other)]).toEqual([200, 200, 401]);
    expect((await signIn(server, emailOf("operator"), password)).statusCode).toBe(401);
    expect((await signIn(server, emailOf("operator"), "a password of my own")).statusCode).toBe(200);
  });

  it.each([
    ["seven c", "newPassword"],
    ["x".repeat(129), "newPassword"],
    [password, "newPassword"],
    ["a password of my own", "currentPassword", "wrong"],
  ])("422 for the new one %j", async (newPassword, path, currentPassword = password) => {
    await using server = await startServer();
    const cookie = cookieIn(await signIn(server, emailOf("viewer"), password));
    const answer = await change(server, cookie, newPassword, currentPassword);
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
  });
});

describe("signing in while something changes", () => {
  it.each(["password_hash = 'another'", "deactivated_at = now()"])("begins no session once %s", async (change) => {
    await using server = await startServer();
    const owner = server.database.open("owner");
    const waiting = sql`pg_locks where transactionid = pg_current_xact_id()::xid and not granted`;
    const answered = await owner.transaction(async (tx) => {
      await tx.execute(sql`update users set ${sql.raw(change)} where email = ${emailOf("viewer")}`);
      const answer = signIn(server, emailOf("viewer"), password);
      await vi.waitFor(async () => expect(await tx.execute(sql`select from ${waiting}`)).toHaveLength(1), 10_000);
      return { answer };
    });
    expect((await answered.answer).statusCode).toBe(401);
    expect(await server.db.$count(sessions)).toBe(0);
  });
});

describe("whoever has a session but not the password", () => {
  it("guesses it five times, wherever it is asked for once more, and is then refused with the right one too", async () => {
    await using server = await startServer();
    const change = (currentPassword: string) =>
      server.send("viewer", "POST", "/api/auth/password", {
        body: { currentPassword, newPassword: "a password of my own" },
      });
    const begin = (typed: string) =>
      server.send("viewer", "POST", "/api/auth/two-step/begin", { body: { password: typed } });
    const statuses = [];
    for (const ask of [change, begin, change, begin, change]) statuses.push((await ask("wrong")).statusCode);
    expect(statuses).toEqual([422, 422, 422, 422, 422]);
    expect([(await change(password)).statusCode, (await begin(password)).statusCode]).toEqual([429, 429]);
    expect((await signIn(server, emailOf("viewer"), password)).statusCode).toBe(200);
  });
});

describe("many who sign in at once", () => {
  it("R-PWD-1 wait for each other, and are asked to come again where too many wait", async () => {
    await using server = await startServer();
    const answers = await Promise.all(Array.from({ length: 100 }, () => signIn(server, emailOf("viewer"), password)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 429]));
    const refused = answers.find(({ statusCode }) => statusCode === 429);
    expect([refused!.json().code, refused!.headers["retry-after"]]).toEqual(["rate_limited", "5"]);
  });
});
