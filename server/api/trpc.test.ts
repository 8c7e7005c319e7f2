import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hosts } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const newHost = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
const unknown = "01890000-0000-7000-8000-000000000000";
const inputs = (all: unknown[]) => encodeURIComponent(JSON.stringify(Object.assign({}, all)));

const batch = (calls: number) => {
  const names = Array(calls).fill("users.profile").join(",");
  return server.send("viewer", "GET", `/api/trpc/${names}?batch=1&input=%7B%7D`);
};

describe("the pages' calls", () => {
  it("R-API-5 come ten at most in a batch", async () => {
    const ten = await batch(10);
    expect([ten.statusCode, ten.json()]).toEqual([200, Array(10).fill(ten.json()[0])]);
    const eleven = await batch(11);
    expect(eleven.statusCode).toBe(400);
    expect(eleven.json().error.data.problem.code).toBe("malformed");
  });

  it("R-API-5 change nothing by GET", async () => {
    const answer = await server.send(
      "admin",
      "GET",
      `/api/trpc/hosts.register?input=${encodeURIComponent(JSON.stringify(newHost))}`,
    );
    expect(answer.statusCode).toBe(405);
    expect(answer.json().error.data.problem.code).toBe("method_not_allowed");
    expect(await server.db.$count(hosts)).toBe(0);
  });

  it("are answered one by one: a refused call spoils no other of its batch", async () => {
    const names = "users.profile,auditEvents.list,hosts.get,hosts.list";
    const answer = await server.send(
      "viewer",
      "GET",
      `/api/trpc/${names}?batch=1&input=${inputs([null, {}, { id: unknown }, { limit: 0 }])}`,
    );
    const codes = answer
      .json()
      .map(({ error }: { error?: { data: { problem: { code: string } } } }) => error?.data.problem.code);
    expect([answer.statusCode, codes]).toEqual([207, [undefined, "forbidden", "not_found", "invalid"]]);
  });

  it.each([
    ["401 for whom nobody knows", "nobody", { id: "x" }, 401, "unauthenticated"],
    ["403 for who may not", "viewer", { id: unknown }, 403, "forbidden"],
    ["404 for what does not exist", "admin", { id: unknown }, 404, "not_found"],
    ["404 for what cannot exist", "admin", { id: "x", version: 1, changes: {} }, 404, "not_found"],
    ["404 without an id", "admin", null, 404, "not_found"],
  ] as const)("answer %s, without a stack", async (_, who, body, status, code) => {
    const answer = await server.send(who, "POST", "/api/trpc/hosts.edit", { body });
    const { error } = answer.json();
    expect([answer.statusCode, error.data.problem.code, error.data.httpStatus]).toEqual([status, code, status]);
    expect(Object.keys(error.data)).toEqual(["code", "httpStatus", "problem"]);
    expect(error.message).toBe(error.data.problem.detail);
    expect(error.data.problem.requestId).toBe(answer.headers["x-request-id"]);
  });

  it("name every field that is wrong", async () => {
    const answer = await server.send("admin", "POST", "/api/trpc/hosts.register", {
      body: { ...newHost, os: "beos", ip: "10.0.0", rack: 1 },
    });
    const { errors } = answer.json().error.data.problem;
    expect([answer.statusCode, errors.map(({ path }: { path: string }) => path)]).toEqual([422, ["ip", "os", "rack"]]);
  });

  it("bring the row as it is now where the version is stale", async () => {
    const host = (await server.send("admin", "POST", "/api/trpc/hosts.register", { body: newHost })).json().result.data;
    const body = { id: host.id, version: 7, changes: { notes: "mine" } };
    const answer = await server.send("admin", "POST", "/api/trpc/hosts.edit", { body });
    expect([answer.statusCode, answer.json().error.data.problem.current]).toEqual([412, host]);
  });

  it.each([
    ["404 for a procedure that does not exist", "admin", "hosts.burn", "{}", "application/json", 404],
    ["400 for JSON that breaks off", "admin", "hosts.register", "{", "application/json", 400],
    ["415 for a form", "nobody", "hosts.register", "a=1", "multipart/form-data; boundary=x", 415],
    ["415 for bytes", "admin", "hosts.register", "{}", "application/octet-stream", 415],
  ] as const)("answer %s", async (_, who, procedure, body, type, status) => {
    const sent = { body, headers: { "content-type": type } };
    expect((await server.send(who, "POST", `/api/trpc/${procedure}`, sent)).statusCode).toBe(status);
  });
});
