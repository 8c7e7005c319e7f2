import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { roles } from "@/db/enums";
import { users } from "@/db/schema";
import { type Permission, permissions } from "@/server/domain/permissions";
import { emailOf, routesOf, startServer, type TestServer } from "@/server/test/server";
import { appRouter } from "./root";

/** What every procedure asks for. */
const procedures: Record<string, Permission> = {
  "alerts.list": "alerts.read",
  "alerts.count": "alerts.read",
  "alerts.get": "alerts.read",
  "alerts.history": "alerts.read",
  "alerts.changesBefore": "alerts.read",
  "alerts.summary": "alerts.read",
  "alerts.acknowledge": "alerts.acknowledge",
  "alerts.withdrawAcknowledgement": "alerts.acknowledge",
  "apiTokens.list": "api-tokens.manage-own",
  "apiTokens.listOf": "api-tokens.read-any",
  "apiTokens.create": "api-tokens.manage-own",
  "apiTokens.revoke": "api-tokens.manage-own",
  "artifacts.list": "artifacts.read",
  "artifacts.count": "artifacts.read",
  "artifacts.get": "artifacts.read",
  "artifacts.history": "artifacts.read",
  "artifacts.versions": "artifacts.read",
  "artifacts.edit": "artifacts.edit",
  "artifacts.delete": "artifacts.delete",
  "artifacts.restore": "artifacts.delete",
  "auditEvents.list": "audit-events.read",
  "auditEvents.count": "audit-events.read",
  "auditEvents.get": "audit-events.read",
  "auditEvents.actions": "audit-events.read",
  "auditEvents.actors": "audit-events.read",
  "auditEvents.subjectTypes": "audit-events.read",
  "hosts.list": "hosts.read",
  "hosts.count": "hosts.read",
  "hosts.get": "hosts.read",
  "hosts.neighbours": "hosts.read",
  "hosts.values": "hosts.read",
  "hosts.summary": "hosts.read",
  "hosts.history": "hosts.read",
  "hosts.recentChanges": "hosts.read",
  "hosts.register": "hosts.write",
  "hosts.edit": "hosts.write",
  "hosts.editMany": "hosts.write",
  "hosts.retire": "hosts.write",
  "hosts.bringBack": "hosts.write",
  "hosts.delete": "hosts.write",
  "permissions.list": "permissions.read",
  "sessions.list": "sessions.read-own",
  "sessions.listOf": "sessions.read-any",
  "sessions.end": "sessions.end-own",
  "sessions.endOthers": "sessions.end-own",
  "sessions.endAllOf": "sessions.end-any",
  "settings.get": "settings.read",
  "settings.edit": "settings.write",
  "twoStep.state": "two-step.manage-own",
  "users.profile": "profile.read",
  "users.list": "users.read",
  "users.count": "users.read",
  "users.get": "users.read",
  "users.create": "users.write",
  "users.edit": "users.write",
  "users.deactivate": "users.write",
  "users.reactivate": "users.write",
  "users.createPasswordLink": "users.write",
  "users.resetTwoStep": "users.write",
};

/** What every route asks for. A route that is not here must not be known, or not with this method. */
const routes: Record<string, Permission | "nothing"> = {
  "GET /healthz": "nothing",
  "POST /api/auth/login": "nothing",
  "POST /api/auth/logout": "nothing",
  "POST /api/auth/password": "password.change",
  "POST /api/auth/reset": "nothing",
  "POST /api/auth/two-step/begin": "two-step.manage-own",
  "POST /api/auth/two-step/confirm": "two-step.manage-own",
  "POST /api/auth/two-step/off": "two-step.manage-own",
  "POST /api/auth/two-step/recovery-codes": "two-step.manage-own",
  "POST /api/v1/auth/token": "nothing",
  "POST /api/v1/auth/refresh": "nothing",
  "POST /api/v1/auth/revoke": "nothing",
  "GET /api/events": "hints.read",
  "GET /api/v1/hosts": "hosts.read",
  "POST /api/v1/hosts": "hosts.write",
  "GET /api/v1/hosts/count": "hosts.read",
  "GET /api/v1/hosts/summary": "hosts.read",
  "GET /api/v1/hosts/values": "hosts.read",
  "GET /api/v1/hosts/recent-changes": "hosts.read",
  "POST /api/v1/hosts/import": "hosts.write",
  "GET /api/v1/hosts/import/template.csv": "hosts.write",
  "GET /api/v1/hosts/export.csv": "hosts.read",
  "GET /api/v1/hosts/export.ndjson": "hosts.read",
  "POST /api/v1/hosts/bulk-edit": "hosts.write",
  "GET /api/v1/hosts/:id": "hosts.read",
  "PATCH /api/v1/hosts/:id": "hosts.write",
  "DELETE /api/v1/hosts/:id": "hosts.write",
  "POST /api/v1/hosts/:id/retire": "hosts.write",
  "POST /api/v1/hosts/:id/bring-back": "hosts.write",
  "GET /api/v1/hosts/:id/history": "hosts.read",
  "GET /api/v1/hosts/:id/neighbours": "hosts.read",
  "GET /api/v1/alerts": "alerts.read",
  "GET /api/v1/alerts/count": "alerts.read",
  "GET /api/v1/alerts/summary": "alerts.read",
  "GET /api/v1/alerts/:id": "alerts.read",
  "GET /api/v1/alerts/:id/history": "alerts.read",
  "GET /api/v1/alerts/:id/changes-before": "alerts.read",
  "POST /api/v1/alerts/:id/acknowledge": "alerts.acknowledge",
  "DELETE /api/v1/alerts/:id/acknowledgement": "alerts.acknowledge",
  "POST /api/v1/hooks/alertmanager": "alerts.receive",
  "GET /api/v1/artifacts": "artifacts.read",
  "GET /api/v1/artifacts/count": "artifacts.read",
  "PUT /api/v1/artifacts/by-name/:name": "artifacts.upload",
  "GET /api/v1/artifacts/:id": "artifacts.read",
  "PATCH /api/v1/artifacts/:id": "artifacts.edit",
  "DELETE /api/v1/artifacts/:id": "artifacts.delete",
  "POST /api/v1/artifacts/:id/restore": "artifacts.delete",
  "GET /api/v1/artifacts/:id/versions": "artifacts.read",
  "GET /api/v1/artifacts/:id/history": "artifacts.read",
  "GET /api/v1/artifacts/:id/content": "artifacts.download",
  "GET /api/v1/audit-events": "audit-events.read",
  "GET /api/v1/audit-events/count": "audit-events.read",
  "GET /api/v1/audit-events/actions": "audit-events.read",
  "GET /api/v1/audit-events/actors": "audit-events.read",
  "GET /api/v1/audit-events/subject-types": "audit-events.read",
  "GET /api/v1/audit-events/export.csv": "audit-events.read",
  "GET /api/v1/audit-events/export.ndjson": "audit-events.read",
  "GET /api/v1/audit-events/:id": "audit-events.read",
  "GET /api/v1/audit-events/:id/proof": "audit-events.read",
  "GET /api/v1/audit-log/checkpoint": "nothing",
  "GET /api/v1/audit-log/key": "nothing",
  "GET /api/v1/audit-log/tile/*": "nothing",
  "GET /api/v1/audit-log/tile/entries/*": "audit-events.read",
  "GET /api/v1/users": "users.read",
  "POST /api/v1/users": "users.write",
  "GET /api/v1/users/count": "users.read",
  "GET /api/v1/users/me": "profile.read",
  "POST /api/v1/users/import": "users.write",
  "GET /api/v1/users/:id": "users.read",
  "PATCH /api/v1/users/:id": "users.write",
  "POST /api/v1/users/:id/deactivate": "users.write",
  "POST /api/v1/users/:id/reactivate": "users.write",
  "POST /api/v1/users/:id/password-link": "users.write",
  "DELETE /api/v1/users/:id/two-step": "users.write",
  "GET /api/v1/users/:id/sessions": "sessions.read-any",
  "DELETE /api/v1/users/:id/sessions": "sessions.end-any",
  "GET /api/v1/users/:id/api-tokens": "api-tokens.read-any",
  "GET /api/v1/sessions": "sessions.read-own",
  "DELETE /api/v1/sessions": "sessions.end-own",
  "DELETE /api/v1/sessions/:id": "sessions.end-own",
  "GET /api/v1/api-tokens": "api-tokens.manage-own",
  "POST /api/v1/api-tokens": "api-tokens.manage-own",
  "DELETE /api/v1/api-tokens/:id": "api-tokens.manage-own",
  "GET /api/v1/two-step": "two-step.manage-own",
  "GET /api/v1/settings": "settings.read",
  "PATCH /api/v1/settings": "settings.write",
  "GET /api/v1/permissions": "permissions.read",
  "GET /api/v1/openapi.json": "nothing",
  "GET /api/docs": "nothing",
  "GET /api/docs/*": "nothing",
  "GET /api/docs/start.js": "nothing",
};

const everybody = [...roles, "nobody"] as const;
type Who = (typeof everybody)[number];
type Method = Parameters<TestServer["send"]>[1];
type Asked = Permission | "nothing";

/** How the table refuses somebody; "not" is any other answer. */
function expectedRefusal(who: Who, asked: Asked): string {
  const allowed: readonly string[] = asked === "nothing" ? everybody : permissions[asked];
  if (allowed.includes(who)) return "not";
  return who === "nobody" ? "401 unauthenticated" : "403 forbidden";
}

const refusal = (status: number, code: string) => (status === 401 || status === 403 ? `${status} ${code}` : "not");

const definitions = appRouter._def.procedures as unknown as Record<string, { _def: { type: "query" | "mutation" } }>;

async function callProcedure(server: TestServer, who: Who, path: string): Promise<string> {
  const isQuery = definitions[path]?._def.type === "query";
  const answer = isQuery
    ? await server.send(who, "GET", `/api/trpc/${path}?input=%7B%7D`)
    : await server.send(who, "POST", `/api/trpc/${path}`, { body: {} });
  return refusal(answer.statusCode, answer.json().error?.data.problem.code);
}

/** A stream has no end to wait for. */
async function openStream(server: TestServer, who: Who): Promise<string> {
  const headers = who === "nobody" ? {} : await server.signedIn(who);
  const answer = await server.app.inject({ url: "/api/events", headers, payloadAsStream: true });
  answer
    .stream()
    .on("error", () => {})
    .destroy();
  return refusal(answer.statusCode, answer.statusCode === 401 ? "unauthenticated" : "forbidden");
}

async function callRoute(server: TestServer, who: Who, route: string): Promise<string> {
  const [method, path] = route.split(" ") as [Method, string];
  const url = path.replace(":id", "01890000-0000-7000-8000-000000000000").replace("*", "nothing");
  const sent = path.endsWith("/import") ? { body: "", headers: { "content-type": "text/csv" } } : { body: {} };
  if (route === "GET /api/events") return openStream(server, who);
  const { statusCode, headers, body } = await server.send(who, method, url, method === "GET" ? {} : sent);
  if (statusCode === 404 || statusCode === 405) return routes[route] ? "not" : "unknown";
  const isProblem = headers["content-type"] === "application/problem+json";
  return refusal(statusCode, isProblem ? JSON.parse(body).code : "none");
}

/** Everything that Fastify knows but the pages' calls; signing out comes last, because it ends the session. */
function knownRoutes({ app }: TestServer): string[] {
  const all = routesOf(app).filter(({ path }) => !path.startsWith("/api/trpc/"));
  const known = all.flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`));
  const rest = known.filter((route) => !/^HEAD |logout$/.test(route));
  return [...rest, "POST /api/auth/logout"];
}

describe("R-AZ-1 the permission table holds", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("for every procedure and everybody", async () => {
    expect(Object.keys(definitions).toSorted()).toEqual(Object.keys(procedures).toSorted());
    for (const [path, asked] of Object.entries(procedures)) {
      for (const who of everybody) {
        const cell = { path, who, refused: await callProcedure(server, who, path) };
        expect(cell).toEqual({ path, who, refused: expectedRefusal(who, asked) });
      }
    }
  });

  it("for every route and everybody; what is not in it does not exist", async () => {
    const known = knownRoutes(server);
    expect(Object.keys(routes).filter((route) => !known.includes(route))).toEqual([]);
    for (const route of known) {
      const asked = routes[route];
      for (const who of everybody) {
        const cell = { route, who, refused: await callRoute(server, who, route) };
        expect(cell).toEqual({ route, who, refused: asked ? expectedRefusal(who, asked) : "unknown" });
      }
    }
  });
});

describe("an admin whose password was printed", () => {
  it("may read the own profile, change the password and sign out, and nothing else before", async () => {
    await using server = await startServer();
    await server.db
      .update(users)
      .set({ mustChangePassword: true })
      .where(eq(users.email, emailOf("admin")));
    const before: Asked[] = ["profile.read", "password.change", "sessions.end-own", "nothing"];
    const expected = (asked: Asked) => (before.includes(asked) ? "not" : "403 forbidden");
    for (const [path, asked] of Object.entries(procedures)) {
      expect([path, await callProcedure(server, "admin", path)]).toEqual([path, expected(asked)]);
    }
    for (const route of knownRoutes(server)) {
      const asked = routes[route];
      const refused = asked ? expected(asked) : "unknown";
      expect([route, await callRoute(server, "admin", route)]).toEqual([route, refused]);
    }
  });
});
