import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { artifacts, auditEvents } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";
import { uploaded } from "@/server/test/uploads";

let server: TestServer;
let path: string;
let before: number[];
const counts = async () => [await server.db.$count(artifacts), await server.db.$count(auditEvents)];

beforeAll(async () => {
  server = await startServer();
  const { id } = await uploaded(server, "app.log", "abc", { who: "admin" });
  path = `/api/v1/artifacts/${id}`;
  await server.send("viewer", "GET", path);
  before = await counts();
});
afterAll(async () => {
  // Nothing of all this has changed anything.
  expect(await counts()).toEqual(before);
  await server[Symbol.asyncDispose]();
});

function expectRefusal(answer: Awaited<ReturnType<TestServer["send"]>>, status: number): void {
  const { code, detail, errors = [] } = answer.json();
  expect([answer.statusCode, code]).toEqual([status, status === 400 ? "malformed" : "invalid"]);
  for (const sentence of [detail, ...errors.map(({ message }: { message: string }) => message)]) {
    expect(sentence).toMatch(/^\w.{8,}/);
  }
  expect(answer.body).not.toMatch(/\n {4}at |select |insert into|SQLSTATE|node_modules|RangeError|TypeError/);
}

describe("R-API-1 of an artifact", () => {
  it.each([
    ...['{"name":"other"}', '{"version":7}', '{"revision":7}', '{"sha256":"00"}', '{"deletedAt":null}', "[]", "7"],
    ...[
      '{"kind":"virus"}',
      '{"kind":null}',
      '{"hostId":"web-1"}',
      '{"hostId":7}',
      '{"pinned":"true"}',
      '{"pinned":null}',
    ],
    ...['{"description":7}', '{"description":"a\\u0000"}', '{"description":"\\u202egpj"}', '{"description":"a\\nb"}'],
    ...[`{"description":"${"x".repeat(1_001)}"}`, '{"constructor":"x"}', `{"description":"\\ud800"}`],
  ])("an edit (%s) is refused", async (body) => {
    const headers = { "content-type": "application/json", "if-match": '"1"' };
    expectRefusal(await server.send("admin", "PATCH", path, { body, headers }), 422);
  });

  it("an edit needs the revision that was seen, and deleting and bringing back take nothing", async () => {
    const edit = (headers: Record<string, string>) => server.send("admin", "PATCH", path, { body: {}, headers });
    expect((await edit({})).statusCode).toBe(428);
    expect((await edit({ "if-match": '"2"' })).statusCode).toBe(412);
    expect((await edit({ "if-match": "1" })).statusCode).toBe(400);
    expectRefusal(await server.send("admin", "DELETE", `${path}?reason=old`), 422);
    expectRefusal(await server.send("admin", "POST", `${path}/restore`, { body: { reason: "new" } }), 422);
  });

  it.each([
    ...["q=ab", "q=%00%00%00", "name=", "name=a%2Fb", "name=..", `name=${"x".repeat(256)}`, "sha256=abc", "sha256=%00"],
    ...["kind=", "kind=virus", "hostId=web-1", "uploadedBy=me", "from=yesterday", "to=2026-02-31", "minBytes=-1"],
    ...["maxBytes=1.5", "maxBytes=1e9", "minBytes=99999999999999999999", "pinned=yes", "deleted=", "sort=sha256"],
    ...["sort=--name", "limit=0", "limit=101", "cursor=AAAA", "colour=red", "__proto__=x"],
  ])("a list (%s) is refused", async (query) => {
    expectRefusal(await server.send("viewer", "GET", `/api/v1/artifacts?${query}`), 400);
  });
});
