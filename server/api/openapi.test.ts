import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { messageOf, sentAlert } from "@/server/test/any-alerts";
import { actors } from "@/server/test/database";
import { routesOf, startServer, type TestServer } from "@/server/test/server";

const schema = z.record(z.string(), z.unknown());
const content = z.partialRecord(
  z.enum([
    "application/json",
    "application/octet-stream",
    "application/problem+json",
    "application/x-ndjson",
    "text/csv",
    "text/plain",
  ]),
  z.strictObject({ schema }),
);
const parameter = z.strictObject({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean(),
  description: z.string().optional(),
  style: z.literal("form").optional(),
  explode: z.literal(true).optional(),
  schema,
});
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  tags: z.array(z.string()).length(1),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|default)$/),
    z.strictObject({
      description: z.string(),
      content: content.optional(),
      headers: z.record(z.string(), z.strictObject({ description: z.string(), schema })).optional(),
    }),
  ),
  security: z.array(z.never()).optional(),
});
/** What OpenAPI 3.1 says of the parts that are used here, and no other part. */
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "post", "put", "patch", "delete"]), operation),
  ),
  components: z.strictObject({ schemas: z.record(z.string(), schema), securitySchemes: schema }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});

let server: TestServer;
let document: z.infer<typeof openApi>;
beforeAll(async () => {
  server = await startServer();
  document = openApi.parse((await server.send("nobody", "GET", "/api/v1/openapi.json")).json());
});
afterAll(() => server[Symbol.asyncDispose]());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method, ...described })),
  );

describe("the OpenAPI document", () => {
  it("describes every path and method below /api/v1, and no other", async () => {
    const known = routesOf(server.app).filter(
      ({ path }) => path.startsWith("/api/v1/") && !path.endsWith("openapi.json"),
    );
    expect(known.length).toBeGreaterThan(5);
    const paths = new Set(known.map(({ path }) => path));
    const served = await Promise.all(
      Array.from(paths, async (path) => {
        const { headers } = await server.send("nobody", "OPTIONS", path);
        const methods = String(headers.allow)
          .toLowerCase()
          .split(", ")
          .filter((method) => method !== "head");
        return methods.map((method) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}").replace("*", "{path}")}`);
      }),
    );
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    ).toEqual(served.flat().toSorted());
  });

  it("names each operation once, and each parameter of its path", () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters } of operations()) {
      const inPath = parameters.filter(({ in: place }) => place === "path");
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  it("says which headers a change takes", () => {
    const headersOf = (path: string, method: "post" | "patch" | "delete") =>
      document.paths[path]?.[method]?.parameters.filter(({ in: place }) => place === "header").map(({ name }) => name);
    expect(headersOf("/api/v1/hosts", "post")).toEqual(["Idempotency-Key"]);
    expect(headersOf("/api/v1/hosts/import", "post")).toEqual(["Idempotency-Key"]);
    expect(headersOf("/api/v1/hosts/{id}", "patch")).toEqual(["If-Match", "Idempotency-Key"]);
    expect(headersOf("/api/v1/hosts/{id}", "delete")).toEqual(["If-Match", "Idempotency-Key"]);
    expect(headersOf("/api/v1/users/{id}/deactivate", "post")).toEqual(["If-Match", "Idempotency-Key"]);
    expect(headersOf("/api/v1/sessions/{id}", "delete")).toEqual([]);
  });

  it("says what a change takes beside them, and where", () => {
    const retire = document.paths["/api/v1/hosts/{id}/retire"]?.post?.requestBody;
    expect(retire?.required).toBe(false);
    expect(Object.keys(retire?.content["application/json"]?.schema.properties as object)).toEqual(["reason"]);
    const { parameters, requestBody } = document.paths["/api/v1/hosts/{id}"]!.delete!;
    const inQuery = parameters.filter(({ in: place }) => place === "query").map(({ name }) => name);
    expect([inQuery, requestBody]).toEqual([["reason", "confirmation"], undefined]);
    const edit = document.paths["/api/v1/hosts/{id}"]?.patch?.requestBody;
    expect(Object.keys(edit?.content["application/json"]?.schema.properties as object)).toContain("hostname");
    expect(document.paths["/api/v1/users/{id}/deactivate"]?.post?.requestBody).toBeUndefined();
  });

  it("says of a parameter that takes several values that it is repeated", () => {
    const parameters = document.paths["/api/v1/hosts"]!.get!.parameters;
    const repeated = parameters.filter(({ style, explode }) => style === "form" && explode).map(({ name }) => name);
    expect(repeated).toEqual(["environment", "criticality", "os", "status", "team", "owner", "tag"]);
  });

  it("has schemas that the real answers keep", async () => {
    const body = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
    const { id } = (await server.send("admin", "POST", "/api/v1/hosts", { body })).json();
    const [event] = (await server.send("admin", "GET", "/api/v1/audit-events?limit=1")).json().items;
    const told = messageOf(sentAlert({ labels: { alertname: "Down", hostname: "web-1" } }));
    expect((await server.send("admin", "POST", "/api/v1/hooks/alertmanager", { body: told })).json().created).toBe(1);
    const [alert] = (await server.send("admin", "GET", "/api/v1/alerts")).json().items;
    const file = { body: "\u0001", headers: { "content-type": "application/octet-stream" } };
    const artifact = (await server.send("admin", "PUT", "/api/v1/artifacts/by-name/a.bin", file)).json();
    const ids = {
      alerts: alert.id,
      artifacts: artifact.id,
      hosts: id,
      users: actors.viewer.id,
      "audit-events": event.id,
    };
    const idIn = (path: string) => ids[path.split("/")[3] as keyof typeof ids];
    const reads = operations().filter(({ method }) => method === "get");
    expect(reads.length).toBeGreaterThan(5);
    for (const { path, responses } of reads) {
      const query = path.endsWith("/values") ? "?field=team" : "";
      const answer = await server.send("admin", "GET", path.replace("{id}", idIn(path)) + query);
      const content = (responses[String(answer.statusCode)] ?? responses.default)?.content ?? {};
      const type = String(answer.headers["content-type"]).split(";")[0];
      expect(Object.keys(content)).toContain(type);
      if (type !== "application/json") continue;
      const described = content[type]?.schema;
      expect(
        z.fromJSONSchema(described as z.core.JSONSchema.JSONSchema).safeParse(answer.json()).error,
      ).toBeUndefined();
    }
    const problem = z.fromJSONSchema(document.components.schemas.Problem as z.core.JSONSchema.JSONSchema);
    const refused = await server.send("nobody", "GET", "/api/v1/hosts");
    expect(problem.safeParse(refused.json()).error).toBeUndefined();
    expect(problem.safeParse(Object.assign(refused.json(), { code: "else" })).success).toBe(false);
  });

  it("refers only to what it has", () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g);
    for (const [, reference] of references) {
      expect(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)).toContain(
        reference,
      );
    }
  });
});

describe("the pages at /api/docs", () => {
  it("are served from here with all that they load, under a policy that allows no more", async () => {
    const page = await server.send("nobody", "GET", "/api/docs");
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    expect(page.headers["content-security-policy"]).toMatch(/default-src 'none'; script-src 'self';/);
    const loaded = Array.from(page.body.matchAll(/(?:src|href)="([^"]+)"/g), ([, url]) => url!);
    expect(loaded.filter((url) => url.endsWith(".js")).length).toBeGreaterThan(1);
    expect(loaded.filter((url) => !url.startsWith("/api/docs/"))).toEqual([]);
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/);
    for (const url of loaded) {
      const { statusCode, headers } = await server.send("nobody", "GET", url);
      expect([url, statusCode]).toEqual([url, 200]);
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  it("show the document that the server serves", async () => {
    const start = await server.send("nobody", "GET", "/api/docs/start.js");
    expect(start.body).toContain('url: "/api/v1/openapi.json"');
  });
});
