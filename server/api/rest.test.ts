import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
let host: { id: string; version: number };
const newHost = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
const unknown = "01890000-0000-7000-8000-000000000000";

beforeAll(async () => {
  server = await startServer();
  host = (await server.send("admin", "POST", "/api/v1/hosts", { body: newHost })).json();
});
afterAll(() => server[Symbol.asyncDispose]());

type Who = Parameters<TestServer["send"]>[0];

const patch = (who: Who, id: string, body: unknown, version?: number) =>
  server.send(who, "PATCH", `/api/v1/hosts/${id}`, {
    body,
    headers: version === undefined ? {} : { "if-match": `"${version}"` },
  });

describe("a change is checked in this order", () => {
  const wrong = { os: "beos", unknown: 1 };

  it.each([
    ["401 for whom nobody knows", "nobody", unknown, undefined, 401, "unauthenticated"],
    ["401 before a path that names nothing", "nobody", "7", undefined, 401, "unauthenticated"],
    ["403 for who may not", "viewer", unknown, undefined, 403, "forbidden"],
    ["403 before a path that names nothing", "auditor", "7", undefined, 403, "forbidden"],
    ["404 for what does not exist", "admin", unknown, undefined, 404, "not_found"],
    ["404 for what cannot exist", "admin", "7", undefined, 404, "not_found"],
    ["R-API-3 428 without If-Match", "admin", "the host", undefined, 428, "precondition_required"],
    ["R-API-3 412 for a stale If-Match", "admin", "the host", 7, 412, "stale"],
    ["422 for an invalid body", "admin", "the host", 1, 422, "invalid"],
  ] as const)("%s", async (_, who, id, version, status, code) => {
    const answer = await patch(who, id === "the host" ? host.id : id, wrong, version);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it("412 brings the row as it is now", async () => {
    const answer = await patch("operator", host.id, { notes: "mine" }, 7);
    expect(answer.json().current).toEqual({ ...host });
  });

  it("R-AZ-3 422 names every field that is unknown or wrong", async () => {
    const fields = {
      role: "admin",
      createdAt: "2020-01-01T00:00:00Z",
      version: 9,
      sha256: "",
      id: unknown,
      os: "beos",
    };
    const { errors } = (await patch("admin", host.id, fields, 1)).json();
    expect(errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(Object.keys(fields).toSorted());
    const created = await server.send("admin", "POST", "/api/v1/hosts", { body: { ...newHost, ...fields } });
    expect(created.json().errors).toHaveLength(6);
  });

  it.each([["[]"], ["null"], ["7"], ['"text"']])("422 for a body of %s", async (body) => {
    const headers = { "content-type": "application/json", "if-match": '"1"' };
    const answer = await server.send("admin", "PATCH", `/api/v1/hosts/${host.id}`, { body, headers });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, ""]);
  });

  it.each(["1", 'W/"1"', '"x"', "*"])("400 for the If-Match %s, which is no ETag of ours", async (tag) => {
    const answer = await server.send("admin", "PATCH", `/api/v1/hosts/${host.id}`, {
      body: {},
      headers: { "if-match": tag },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, "malformed"]);
  });
});

describe("an ETag", () => {
  it("R-API-3 is the version that If-Match asks for, and changes with every edit", async () => {
    const created = await server.send("admin", "POST", "/api/v1/hosts", {
      body: { ...newHost, hostname: "web-2", ip: "10.0.0.2" },
    });
    const { id } = created.json();
    const edited = await server.send("operator", "PATCH", `/api/v1/hosts/${id}`, {
      body: { notes: "racked" },
      headers: { "if-match": String(created.headers.etag) },
    });
    const read = await server.send("viewer", "GET", `/api/v1/hosts/${id}`);
    expect([created.headers.etag, edited.headers.etag, read.headers.etag]).toEqual(['"1"', '"2"', '"2"']);
    expect(read.json()).toEqual(edited.json());
  });
});

describe("a change that is sent again with its Idempotency-Key", () => {
  const register = async (hostname: string, ip: string) => {
    const body = { ...newHost, hostname, ip, environment: "dev" };
    return (await server.send("admin", "POST", "/api/v1/hosts", { body })).json();
  };
  const headers = (key: string, version = 1) => ({ "if-match": `"${version}"`, "idempotency-key": key });

  it("R-API-3 gets the answer of the first, though the version has gone on", async () => {
    const { id } = await register("keyed-1", "10.7.0.1");
    const edit = { body: { notes: "racked" }, headers: headers("edit") };
    const first = await server.send("operator", "PATCH", `/api/v1/hosts/${id}`, edit);
    await server.send("operator", "PATCH", `/api/v1/hosts/${id}`, {
      ...edit,
      headers: headers("next", 2),
      body: { notes: "" },
    });
    const again = await server.send("operator", "PATCH", `/api/v1/hosts/${id}`, edit);
    expect([first.statusCode, again.statusCode, again.headers.etag]).toEqual([200, 200, first.headers.etag]);
    expect(again.json()).toEqual(first.json());
    const late = await server.send("operator", "PATCH", `/api/v1/hosts/${id}`, { ...edit, headers: headers("late") });
    expect([late.statusCode, late.json().current.version]).toEqual([412, 3]);
  });

  it("R-API-3 gets the answer of the first, though the host is gone", async () => {
    const { id } = await register("keyed-2", "10.7.0.2");
    const path = `/api/v1/hosts/${id}?reason=scrapped`;
    const first = await server.send("admin", "DELETE", path, { headers: headers("delete") });
    const again = await server.send("admin", "DELETE", path, { headers: headers("delete") });
    expect([first.statusCode, again.statusCode]).toEqual([200, 200]);
    expect(again.json()).toEqual(first.json());
    expect((await server.send("admin", "DELETE", path, { headers: headers("other") })).statusCode).toBe(404);
    expect((await server.send("admin", "GET", `/api/v1/hosts/${id}`)).statusCode).toBe(404);
  });
});

describe("what leaves and comes back", () => {
  it("takes If-Match and a reason", async () => {
    const body = { ...newHost, hostname: "leaving", ip: "10.7.0.3" };
    const { id } = (await server.send("admin", "POST", "/api/v1/hosts", { body })).json();
    const send = (path: string, version: number, reason?: string) =>
      server.send("operator", "POST", `/api/v1/hosts/${id}/${path}`, {
        ...(reason !== undefined && { body: { reason } }),
        headers: { "if-match": `"${version}"` },
      });
    const retired = await send("retire", 1, "replaced");
    expect([retired.statusCode, retired.json().status, retired.headers.etag]).toEqual([200, "retired", '"2"']);
    expect((await send("bring-back", 1)).statusCode).toBe(412);
    const back = await send("bring-back", 2);
    expect([back.statusCode, back.json().status]).toEqual([200, "active"]);
    const { items } = (await server.send("viewer", "GET", `/api/v1/hosts/${id}/history`)).json();
    expect(items.map(({ action, reason }: Record<string, unknown>) => [action, reason])).toEqual([
      ["host.brought-back", null],
      ["host.retired", "replaced"],
      ["host.registered", null],
    ]);
  });
});

describe("what cannot be read", () => {
  it.each([
    "hosts?limit=0",
    "hosts?limit=101",
    "hosts?limit=ten",
    "hosts?limit=1&limit=2",
    "hosts?limit=",
    "hosts?sort=notes",
    "hosts?environment=production",
    "hosts?q=ab",
    "hosts?q=%00%00%00",
    "hosts?colour=red",
    "hosts?cursor=AAAA",
    "hosts/count?sort=hostname",
    "audit-events?from=yesterday",
    "audit-events?batchId=7",
    "audit-events?ip=10.0.0.0/8",
  ])("400 for the query %s", async (path) => {
    const answer = await server.send("admin", "GET", `/api/v1/${path}`);
    expect([answer.statusCode, answer.json().code]).toEqual([400, "malformed"]);
  });

  it("R-API-4 400 for a cursor of another sort or filter, and for an altered one", async () => {
    const { nextCursor } = (await server.send("viewer", "GET", "/api/v1/hosts?limit=1&sort=ip")).json();
    const status = async (query: string) =>
      (await server.send("viewer", "GET", `/api/v1/hosts?limit=1&${query}`)).statusCode;
    expect(await status(`sort=ip&cursor=${nextCursor}`)).toBe(200);
    expect(await status(`sort=-ip&cursor=${nextCursor}`)).toBe(400);
    expect(await status(`sort=ip&environment=prod&cursor=${nextCursor}`)).toBe(400);
    expect(await status(`sort=ip&cursor=${nextCursor}A`)).toBe(400);
  });

  it.each([
    ["400 for JSON that breaks off", "application/json", '{"hostname":', 400],
    ["400 for JSON that is none", "application/json", "hostname=web", 400],
    ["400 for an empty text", "application/json", "", 400],
    ["400 for a prototype in JSON", "application/json", '{"__proto__":{}}', 400],
    ["413 for more than 1 MiB", "application/json", JSON.stringify({ notes: "x".repeat(1_048_576) }), 413],
    ["415 for another type of content", "application/xml", "<host/>", 415],
    ["415 for a CSV where none is imported", "text/csv", "hostname", 415],
  ])("%s", async (_, type, body, status) => {
    const answer = await server.send("admin", "POST", "/api/v1/hosts", { body, headers: { "content-type": type } });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
  });
});

describe("a path", () => {
  it.each(["/api/v1/burn", "/api/v1/hosts/", "/api/v1/hosts/1/2", "/api", "/api/", "/api/v2/hosts", "/nothing"])(
    "404 for %s, which does not exist",
    async (path) => {
      const answer = await server.send("admin", "GET", path);
      expect([answer.statusCode, answer.json().code]).toEqual([404, "not_found"]);
    },
  );

  it.each(["/readyz", "/metrics"])("R-MET-3 404 for %s, which is for machines on another port", async (path) => {
    expect((await server.send("admin", "GET", path)).statusCode).toBe(404);
  });

  it.each([
    ["DELETE", "/api/v1/hosts", "GET, HEAD, POST"],
    ["PUT", `/api/v1/hosts/${unknown}`, "GET, HEAD, PATCH, DELETE"],
    ["GET", "/api/v1/hosts/import", "POST"],
    ["POST", "/api/v1/permissions", "GET, HEAD"],
    ["GET", "/api/auth/login", "POST"],
    ["OPTIONS", "/api/v1/openapi.json", "GET, HEAD"],
  ] as const)("405 for %s %s, with the methods that it knows", async (method, path, allowed) => {
    const body = method === "PUT" ? { body: "<host/>", headers: { "content-type": "application/xml" } } : {};
    const answer = await server.send("admin", method, path, body);
    expect([answer.statusCode, answer.json().code, answer.headers.allow]).toEqual([405, "method_not_allowed", allowed]);
  });

  it.each(["/api/v1/%ff", "/api/v1/hosts/%c3%28"])("400 for one that is no text (%s)", async (path) => {
    const answer = await server.send("admin", "GET", path);
    expect([answer.statusCode, answer.json().code]).toEqual([400, "malformed"]);
    expect(answer.headers["x-request-id"]).toBe(answer.json().requestId);
  });
});
