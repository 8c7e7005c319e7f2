import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { actors } from "@/server/test/database";
import { emailOf, password, routesOf, startServer, type TestServer } from "@/server/test/server";
import { appRouter } from "./root";

type Method = Parameters<TestServer["send"]>[1];

const names = [
  ...["password", "currentPassword", "newPassword", "totp", "code", "secret", "token", "accessToken", "refreshToken"],
  ...["authorization", "cookie", "apiKey", "clientSecret", "privateKey", "webhookSecret", "databaseUrl"],
  ...["s3SecretKey", "masterKey", "link", "email"],
];
const canary = () => `CANARY-${randomUUID()}`;

const body = () => Object.fromEntries(names.map((name) => [name, canary()]));
const headers = () => ({
  authorization: `Bearer ${canary()}`,
  "proxy-authorization": `Basic ${canary()}`,
  "x-api-key": canary(),
  "x-auth-token": canary(),
  "x-vault-token": canary(),
});

/** Everything that is kept: each table as text, with what bytes say, the log and the metrics. */
async function kept(server: TestServer): Promise<string> {
  const owner = server.database.open("owner");
  const tables = await owner.execute<{ name: string }>(sql`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`);
  const rows = await Promise.all(
    tables.map(({ name }) => owner.execute(sql`select row_to_json(t)::text as row from ${sql.identifier(name)} t`)),
  );
  const canonical = await owner.execute(sql`select convert_from(canonical, 'utf8') as text from audit_events`);
  const { body: metrics } = await server.metricsApp.inject("/metrics");
  return JSON.stringify([rows, canonical, server.logLines, metrics]);
}

it("R-AUD-12 secrets that are sent to every path and procedure are kept nowhere", async () => {
  await using server = await startServer();
  const { cookie } = await server.signedIn("admin");
  const routes = routesOf(server.app).filter(
    ({ path }) => path.startsWith("/api/v1/") || path.startsWith("/api/auth/"),
  );
  expect(routes.length).toBeGreaterThan(30);
  const procedures = Object.keys(appRouter._def.procedures).map((path) => ({
    path: `/api/trpc/${path}`,
    methods: ["GET", "POST"],
  }));
  let sent = 0;
  for (const { path, methods } of [...routes, ...procedures]) {
    const url = `${path.replace(":id", actors.viewer.id).replace(":name", "a.log")}?token=${canary()}&password=${canary()}`;
    for (const method of methods as Method[]) {
      const isRead = method === "GET" || method === "HEAD";
      const type = path.endsWith("/import") ? "text/csv" : "application/json";
      const payload = () => (isRead ? {} : { body: type === "text/csv" ? `${canary()},${canary()}` : body() });
      for (const identity of [{ cookie }, {}, headers()]) {
        // Signing out or changing the password with the cookie would end it.
        if (cookie && "cookie" in identity && path.endsWith("/logout")) continue;
        await server.send("nobody", method, url, { ...payload(), headers: { "content-type": type, ...identity } });
        sent += 1;
      }
    }
  }
  expect(sent).toBeGreaterThan(200);
  expect(await server.db.$count(auditEvents)).toBeGreaterThan(3);
  expect(await kept(server)).not.toMatch(/canary/i);
});

it("R-AUD-12 R-REF-3 secrets that OpsDesk gives out are kept nowhere in a form that anybody could use", async () => {
  await using server = await startServer();
  const post = async (url: string, sent: object, who: "admin" | "nobody" = "admin") => {
    const answer = await server.send(who, "POST", url, { body: sent, headers: { "idempotency-key": `key-${url}` } });
    expect([url, answer.statusCode < 300]).toEqual([url, true]);
    return answer.json();
  };
  const { cookie } = await server.signedIn("admin");
  const { token } = await post("/api/v1/api-tokens", { name: "a", role: "viewer", scopes: ["hosts:read"] });
  const { link } = await post("/api/v1/users", { email: "new@example.net", name: "New", role: "viewer" });
  const tokens = await post("/api/v1/auth/token", { email: emailOf("viewer"), password }, "nobody");
  const next = await post("/api/v1/auth/refresh", { refreshToken: tokens.refreshToken }, "nobody");
  const { secret } = await post("/api/auth/two-step/begin", { password });
  const given = [cookie.split("=")[1], token, link.path.split("#")[1], secret, password];
  given.push(tokens.accessToken, tokens.refreshToken, next.accessToken, next.refreshToken);
  const text = await kept(server);
  for (const value of given) {
    expect(value.length).toBeGreaterThan(15);
    expect(text).not.toContain(value);
    expect(text).not.toContain(Buffer.from(value).toString("hex"));
    expect(text).not.toContain(Buffer.from(value).toString("base64"));
  }
});
