import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { users } from "@/db/schema";
import { numbers } from "@/server/domain/numbers";
import { startServer, type TestServer } from "@/server/test/server";

const path = "/api/v1/users/import";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const importCsv = (body: string, { query = "", headers = {} } = {}) =>
  server.send("admin", "POST", `${path}${query}`, { body, headers: { "content-type": "text/csv", ...headers } });

describe("an import of users", () => {
  it("answers with what it did, each new user's link and an event for each", async () => {
    const answer = await importCsv("email,role\namy@example.net,operator\nnobody,viewer\n");
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      created: [{ email: "amy@example.net", link: { path: expect.stringMatching(/^\/set-password#/) } }],
      rejected: [{ record: 2, line: 3, column: "email", value: "nobody", reason: "not an e-mail address" }],
    });
    const events = await server.send("auditor", "GET", `/api/v1/audit-events?batchId=${answer.json().batchId}`);
    expect(events.json().items.map(({ action }: { action: string }) => action)).toEqual([
      "users.imported",
      "user.created",
    ]);
  });

  it("shows first what it would do, and does just that", async () => {
    const text = "email\nbob@example.net\n";
    const before = await server.db.$count(users);
    const preview = (await importCsv(text, { query: "?dryRun=true" })).json();
    expect(preview).toMatchObject({ created: [{ email: "bob@example.net", link: null }], batchId: null });
    expect(await server.db.$count(users)).toBe(before);
    const query = `?previewId=${preview.previewId}`;
    expect((await importCsv(text, { query })).json()).toMatchObject({ created: [{ email: "bob@example.net" }] });
    const again = await importCsv(text, { query });
    expect([again.statusCode, again.json().code]).toEqual([409, "conflict"]);
  });

  it("gives a repeated request the answer of the first, and another one with its key none", async () => {
    const headers = { "idempotency-key": "import-1" };
    const first = await importCsv("email\ncleo@example.net\n", { headers });
    expect((await importCsv("email\ncleo@example.net\n", { headers })).json()).toEqual(first.json());
    expect((await importCsv("email\ndora@example.net\n", { headers })).statusCode).toBe(422);
    const query = `?previewId=${"A".repeat(43)}`;
    expect((await importCsv("email\ncleo@example.net\n", { headers, query })).statusCode).toBe(422);
  });

  it.each(["?dryRun=yes", "?dryrun=true", "?dryRun=true&previewId=x", "?previewId=", "?dryRun=true&dryRun=true"])(
    "400 for %s",
    async (query) => {
      const answer = await importCsv("email\neve@example.net\n", { query });
      expect([answer.statusCode, answer.json().code]).toEqual([400, "malformed"]);
    },
  );

  it("422 for a file that cannot be read", async () => {
    const answer = await importCsv("name\nAmy\n");
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, "email"]);
  });

  it("413 for a file that is too large", async () => {
    const answer = await importCsv(`email\n${"x".repeat(numbers.requests.jsonBodyBytes)}\n`);
    expect([answer.statusCode, answer.json().code]).toEqual([413, "too_large"]);
  });

  it.each([
    ["JSON", { body: {} }],
    ["no body", {}],
  ])("415 for %s", async (_, sent) => {
    const answer = await server.send("admin", "POST", path, sent);
    expect([answer.statusCode, answer.json().code]).toEqual([415, "unsupported_media_type"]);
  });

  it.each(["operator", "auditor", "viewer"] as const)("403 for an %s, and 401 for nobody", async (role) => {
    const sent = { body: "email\n", headers: { "content-type": "text/csv" } };
    expect((await server.send(role, "POST", path, sent)).statusCode).toBe(403);
    expect((await server.send("nobody", "POST", path, sent)).statusCode).toBe(401);
  });
});
