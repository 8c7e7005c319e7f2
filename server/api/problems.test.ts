import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "@/server/test/server";
import { problemKinds } from "./problems";

const someId = "01890000-0000-7000-8000-000000000000";
const paths = [
  ...["hosts", "hosts/count", `hosts/${someId}`, "hosts/import", "audit-events", "users/me"].map(
    (path) => `/api/v1/${path}`,
  ),
  ...["hosts.list", "hosts.edit", "hosts.register", "auditEvents.list"].map((path) => `/api/trpc/${path}`),
  ...["/api/auth/login", "/api/auth/logout", "/api/auth/password", "/api/docs", "/healthz", "/"],
];
const fields = [
  "hostname",
  "ip",
  "os",
  "tags",
  "sshPort",
  "email",
  "password",
  "id",
  "version",
  "changes",
  "input",
  "q",
  "cursor",
  "limit",
];
const hostile = [
  "' or 1=1 --",
  "\u0000",
  "\ud800",
  "%00",
  "../../etc/passwd",
  "\r\nset-cookie: x=y",
  "__proto__",
  "1e999",
  "[]",
  '"',
];

const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom(...hostile));
const value = fc.oneof(text, fc.jsonValue());
const record = fc.dictionary(fc.oneof(fc.constantFrom(...fields), text), value, { maxKeys: 6 });
const query = record.map((given) =>
  new URLSearchParams(
    Object.entries(given).map(([name, part]) => [name, typeof part === "string" ? part : JSON.stringify(part)]),
  ).toString(),
);
const types = [
  "application/json",
  "application/json; charset=latin1",
  "text/csv",
  "text/plain",
  "multipart/form-data",
  "application/xml",
];

const request = fc.record({
  who: fc.constantFrom("admin" as const, "viewer" as const, "nobody" as const),
  method: fc.constantFrom(
    "GET" as const,
    "HEAD" as const,
    "POST" as const,
    "PATCH" as const,
    "PUT" as const,
    "DELETE" as const,
  ),
  path: fc.oneof(
    fc.constantFrom(...paths),
    fc
      .tuple(fc.constantFrom(...paths), text)
      .map(([path, tail]) => `${path}/${encodeURIComponent(tail.toWellFormed())}`),
  ),
  query: fc.oneof(query, fc.constantFrom("", "input=%7B", "batch=1", "%", "a[]=1&a[b]=2")),
  body: fc.oneof(
    record,
    value.map((given) => JSON.stringify(given)),
    fc.constant(undefined),
  ),
  type: fc.constantFrom(...types),
  ifMatch: fc.constantFrom('"1"', "*", '"999999999999999"', "é"),
});

describe("an error", () => {
  let server: TestServer;
  let versions: string[];
  beforeAll(async () => {
    server = await startServer();
    const { dependencies, devDependencies } = JSON.parse(await readFile("package.json", "utf8"));
    versions = Object.values<string>({ ...dependencies, ...devDependencies });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("R-API-1 of any of 500 requests is a problem, no fault, and tells nothing of what OpsDesk is made of", async () => {
    const made =
      /\n\s+at |node_modules|\.[tj]s\b|\b(select|insert into|update) "|postgres|drizzle|fastify|zod|relation|SQLSTATE|FST_|\/(usr|home|root|tmp)\//i;
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(request, async ({ who, method, path, query, body, type, ifMatch }) => {
        const headers = { "content-type": type, "if-match": ifMatch };
        const answer = await server.send(who, method, `${path}?${query}`, { body, headers });
        if (answer.statusCode < 400 || method === "HEAD") return;
        refusals += 1;
        const json = JSON.parse(answer.body);
        const problems =
          path.startsWith("/api/trpc/") && !json.type ? [json].flat().map(({ error }) => error?.data.problem) : [json];
        for (const problem of problems.filter(Boolean)) expectProblem(problem);
        expect(made.exec(answer.body)).toBeNull();
        expect(versions.filter((version) => answer.body.includes(version))).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(refusals).toBeGreaterThan(300);
  });
});

function expectProblem(problem: { code: keyof typeof problemKinds; status: number }) {
  const { code, status, ...rest } = problem;
  const { errors = [], current: _, ...texts } = rest as Record<string, unknown> & { errors?: unknown[] };
  expect(code).not.toBe("fault");
  expect(status).toBe(problemKinds[code].status);
  const { title } = problemKinds[code];
  expect(texts).toEqual({
    type: `urn:opsdesk:problem:${code}`,
    title,
    detail: expect.any(String),
    requestId: expect.any(String),
  });
  for (const error of errors) expect(error).toEqual({ path: expect.any(String), message: expect.any(String) });
}
