import { desc, eq, ne, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, hosts, sessions, users } from "@/db/schema";
import type { Tokens } from "@/server/domain/sessions/schema";
import { actors, testKeys } from "@/server/test/database";
import { forgedTokens } from "@/server/test/forged-tokens";
import { emailOf, password, startServer, type TestServer } from "@/server/test/server";

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}`, "sec-fetch-site": "cross-site" } });
const post = (server: TestServer, path: string, body: object) =>
  server.send("nobody", "POST", `/api/v1/auth/${path}`, { body, headers: { "sec-fetch-site": "cross-site" } });
const signIn = async (server: TestServer, role: "admin" | "viewer" = "viewer"): Promise<Tokens> => {
  const answer = await post(server, "token", { email: emailOf(role), password });
  expect(answer.statusCode).toBe(200);
  return answer.json();
};
const refresh = (server: TestServer, refreshToken: string) => post(server, "refresh", { refreshToken });
const profileStatus = async (server: TestServer, token: string) =>
  (await server.send("nobody", "GET", "/api/v1/users/me", bearer(token))).statusCode;
const inSeconds = (server: TestServer, seconds: number) => server.setClock(new Date(Date.now() + seconds * 1_000));

describe("an API client", () => {
  it("signs in for 15 minutes, and again for a refresh token, without a cookie", async () => {
    await using server = await startServer();
    const first = await signIn(server);
    expect(first).toEqual({
      accessToken: expect.stringMatching(/^eyJ/),
      tokenType: "Bearer",
      expiresIn: expect.toSatisfy((seconds: number) => seconds > 890 && seconds <= 900),
      refreshToken: expect.stringMatching(/^odr_/),
    });
    expect(await profileStatus(server, first.accessToken)).toBe(200);
    inSeconds(server, 20 * 60);
    expect(await profileStatus(server, first.accessToken)).toBe(401);
    const answer = await refresh(server, first.refreshToken);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    const second: Tokens = answer.json();
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await profileStatus(server, second.accessToken)).toBe(200);
  });

  it("R-REF-3 leaves no token in the database that anybody could use", async () => {
    await using server = await startServer();
    const tokens = await signIn(server);
    const { refreshToken } = (await refresh(server, tokens.refreshToken)).json();
    const dump = await server.database.open("owner").execute(sql`
      select s::text as row from sessions s union all select a::text from audit_events a`);
    const text = JSON.stringify([dump, server.logLines]);
    for (const token of [tokens.accessToken, tokens.refreshToken, refreshToken]) expect(text).not.toContain(token);
  });

  it("is signed out by revoking, of which a second time is no error", async () => {
    await using server = await startServer();
    const { accessToken, refreshToken } = await signIn(server);
    for (const token of [refreshToken, refreshToken, "odr_nonsense"]) {
      expect((await post(server, "revoke", { refreshToken: token })).statusCode).toBe(204);
    }
    expect(await profileStatus(server, accessToken)).toBe(401);
    expect((await refresh(server, refreshToken)).statusCode).toBe(401);
    expect(await server.db.$count(auditEvents, eq(auditEvents.action, "user.signed-out"))).toBe(1);
  });

  it("R-REF-1 that refreshes twenty times at once gets one successor, and is not signed out", async () => {
    await using server = await startServer();
    const { refreshToken } = await signIn(server);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(server, refreshToken)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200));
    const given: Tokens[] = answers.map((answer) => answer.json());
    expect(new Set(given.map((tokens) => tokens.refreshToken)).size).toBe(1);
    expect(new Set(given.map((tokens) => tokens.accessToken)).size).toBe(1);
    expect((await refresh(server, given[0]!.refreshToken)).statusCode).toBe(200);
    const [session] = await server.db.select().from(sessions);
    expect([session!.refreshGeneration, session!.endedAt]).toEqual([2, null]);
  });

  it("R-REF-2 whose refresh token is replayed later loses the session at once, and learns why", async () => {
    await using server = await startServer();
    const first = await signIn(server);
    const second: Tokens = (await refresh(server, first.refreshToken)).json();
    inSeconds(server, 9);
    const within: Tokens = (await refresh(server, first.refreshToken)).json();
    expect([within.accessToken, within.refreshToken]).toEqual([second.accessToken, second.refreshToken]);
    inSeconds(server, 15);
    const replayed = await refresh(server, first.refreshToken);
    expect([replayed.statusCode, replayed.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
    expect(await profileStatus(server, second.accessToken)).toBe(401);
    expect((await refresh(server, second.refreshToken)).statusCode).toBe(401);
    const [event] = await server.db.select().from(auditEvents).orderBy(desc(auditEvents.id)).limit(1);
    expect(event).toMatchObject({ action: "session.refresh-token-reused", actorKind: "anonymous" });
    const listed = await server.send("viewer", "GET", "/api/v1/sessions");
    expect(listed.json().items.find(({ kind }: { kind: string }) => kind === "api").ending).toBe(
      "refresh_token_reused",
    );
  });

  it("R-REF-2 that replays a token of two exchanges ago loses the session even at once", async () => {
    await using server = await startServer();
    const first = await signIn(server);
    const second: Tokens = (await refresh(server, first.refreshToken)).json();
    await refresh(server, second.refreshToken);
    expect((await refresh(server, first.refreshToken)).statusCode).toBe(401);
    const [session] = await server.db.select().from(sessions);
    expect(session!.ending).toBe("refresh_token_reused");
  });

  it("R-TOK-2 is signed out after 7 days without use, and after 30 days in any case", async () => {
    await using server = await startServer();
    const idle = await signIn(server);
    let { refreshToken } = await signIn(server);
    for (const days of [6, 12, 18, 24, 29.9]) {
      inSeconds(server, days * 86_400);
      const answer = await refresh(server, refreshToken);
      expect([days, answer.statusCode]).toEqual([days, 200]);
      ({ refreshToken } = answer.json());
    }
    expect((await refresh(server, idle.refreshToken)).statusCode).toBe(401);
    inSeconds(server, 30.1 * 86_400);
    expect((await refresh(server, refreshToken)).statusCode).toBe(401);
  });

  it("may send its old token along when it signs in or refreshes", async () => {
    await using server = await startServer();
    const { refreshToken } = await signIn(server);
    const headers = { authorization: "Bearer old.and.expired" };
    const refreshed = await server.send("nobody", "POST", "/api/v1/auth/refresh", { body: { refreshToken }, headers });
    expect(refreshed.statusCode).toBe(200);
    const body = { email: emailOf("viewer"), password };
    expect((await server.send("nobody", "POST", "/api/v1/auth/token", { body, headers })).statusCode).toBe(200);
  });
});

describe("a token that is not good", () => {
  let server: TestServer;
  let tokens: Tokens;
  beforeAll(async () => {
    server = await startServer();
    tokens = await signIn(server, "admin");
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const body = { hostname: "forged-1", ip: "10.9.9.9", os: "linux", environment: "prod" };
  const endpoints = [
    ["GET", "/api/v1/hosts"],
    ["POST", "/api/v1/hosts"],
    ["GET", "/api/v1/users/me"],
    ["GET", "/api/v1/audit-events"],
    ["DELETE", `/api/v1/users/${actors.viewer.id}/sessions`],
  ] as const;

  it("R-TOK-1 is refused alike wherever it is used, whatever is wrong with it, and does nothing", async () => {
    const before = await server.db.$count(auditEvents);
    const forged = {
      ...(await forgedTokens(testKeys, tokens.accessToken)),
      "a refresh token": tokens.refreshToken,
      "a cookie's secret": (await server.signedIn("admin")).cookie.split("=")[1]!,
      "an API token that nobody made": `odk_${"0".repeat(49)}`,
    };
    const signInEvents = 1;
    for (const [name, token] of Object.entries(forged)) {
      for (const [method, url] of endpoints) {
        const sent = method === "POST" ? { ...bearer(token), body } : bearer(token);
        const { statusCode, headers, json } = await server.send("nobody", method, url, sent);
        const { requestId, ...problem } = json();
        expect([name, url, statusCode, headers["www-authenticate"], problem]).toEqual([
          ...[name, url, 401, 'Bearer error="invalid_token"'],
          {
            type: "urn:opsdesk:problem:unauthenticated",
            title: "Not signed in",
            status: 401,
            detail: "This token is not valid, or not any more.",
            code: "unauthenticated",
          },
        ]);
      }
    }
    expect([await server.db.$count(hosts), await server.db.$count(auditEvents)]).toEqual([0, before + signInEvents]);
  });

  it.each(["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Token x"])(
    "is refused also where it is none: %j, even beside a good cookie",
    async (authorization) => {
      const { cookie } = await server.signedIn("admin");
      const answer = await server.send("nobody", "GET", "/api/v1/hosts", { headers: { authorization, cookie } });
      expect(answer.statusCode).toBe(401);
    },
  );

  it("is refused by the pages' procedures too", async () => {
    const answer = await server.send("nobody", "GET", "/api/trpc/users.profile", bearer("a.b.c"));
    expect([answer.statusCode, answer.headers["www-authenticate"]]).toEqual([401, 'Bearer error="invalid_token"']);
  });

  it("R-TOK-1 is what an access token or a refresh token is as a cookie", async () => {
    for (const secret of [tokens.accessToken, tokens.refreshToken]) {
      const headers = { cookie: `__Host-opsdesk=${secret}` };
      expect((await server.send("nobody", "GET", "/api/v1/users/me", { headers })).statusCode).toBe(401);
    }
  });

  it("R-SES-1 is one whose user was deactivated or has changed", async () => {
    expect(await profileStatus(server, tokens.accessToken)).toBe(200);
    await server.db.update(users).set({ deactivatedAt: new Date().toISOString() }).where(ne(users.role, "viewer"));
    expect(await profileStatus(server, tokens.accessToken)).toBe(401);
  });
});
