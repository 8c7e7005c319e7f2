import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { ne } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await server.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Sends a request byte for byte, because clients mend paths before they send them. Gives the status. */
async function sent(requestLine: string, headers: Record<string, string> = {}, body = ""): Promise<number> {
  const { port } = server.app.server.address() as { port: number };
  const socket = connect(port, "127.0.0.1");
  const all = { host: "desk.lan", connection: "close", "content-length": String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${requestLine} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
  return Number((await text(socket)).split(" ", 2)[1]);
}

const tricks: Record<string, string>[] = [
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "src/middleware", "x-middleware-next": "1" },
  { "x-http-method-override": "GET" },
  { "x-http-method": "DELETE", "x-method-override": "DELETE" },
  { "x-original-url": "/healthz", "x-rewrite-url": "/healthz" },
  { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", forwarded: "for=127.0.0.1" },
  { "x-forwarded-host": "localhost", "x-forwarded-proto": "https" },
  { "x-user-id": "1", "x-role": "admin", "x-remote-user": "admin" },
];

describe("a request that is dressed up", () => {
  it.each(tricks)("gets the verdict of the plain one: %j", async (trick) => {
    const { cookie } = await server.signedIn("viewer");
    const asViewer = { cookie, "sec-fetch-site": "same-origin", "content-type": "application/json" };
    const body = JSON.stringify({ hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" });
    expect(await sent("GET /api/v1/hosts", trick)).toBe(401);
    expect(await sent("GET /api/v1/hosts", { ...asViewer, ...trick })).toBe(200);
    expect(await sent("POST /api/v1/hosts", { ...asViewer, ...trick }, body)).toBe(403);
    expect(await sent("GET /api/v1/audit-events", { ...asViewer, ...trick })).toBe(403);
    expect(await sent("POST /api/v1/hosts", { ...asViewer, ...trick, "sec-fetch-site": "cross-site" }, body)).toBe(403);
    expect(await server.db.$count(hosts)).toBe(0);
  });
});

const spellings = [
  "//api/v1/hosts",
  "/api//v1/hosts",
  "/api/v1//hosts",
  "/api/v1/hosts/",
  "/api%2Fv1%2Fhosts",
  "/api/v1%2fhosts",
  "/api/v1/%68osts",
  "/%61pi/v1/hosts",
  "/API/v1/hosts",
  "/api/v1/./hosts",
  "/api/v1/users/../hosts",
  "/api/v1/users/..%2Fhosts",
  "/api/v1/hosts%00",
  "/api/v1/hosts;a=b",
  "/api\\v1\\hosts",
  "http://desk.lan/api/v1/hosts",
];

describe("a path that is spelled otherwise", () => {
  it.each(spellings)("%s shows nothing that the plain one would not, and changes nothing", async (path) => {
    const { cookie } = await server.signedIn("viewer");
    const changes = () => server.db.$count(auditEvents, ne(auditEvents.action, "permission.refused"));
    const before = await changes();
    // Either the same resource, with the same verdict, or none, or one that refuses.
    expect([400, 401, 404]).toContain(await sent(`GET ${path}`));
    expect([200, 400, 403, 404]).toContain(await sent(`GET ${path}`, { cookie }));
    const json = { "content-type": "application/json" };
    expect([400, 401, 404, 405]).toContain(await sent(`POST ${path}`, json, "{}"));
    expect([400, 403, 404, 405]).toContain(await sent(`POST ${path}`, { cookie, ...json }, "{}"));
    expect([await server.db.$count(hosts), await changes()]).toEqual([0, before]);
  });
});
