import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import { messageOf, sentAlert } from "@/server/test/any-alerts";
import { startServer, type TestServer } from "@/server/test/server";

const newHost = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
const deep = (depth: number, open = "[", close = "]") => open.repeat(depth) + close.repeat(depth);
const deepObject = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const megabyte = "x".repeat(1_000_000);

let server: TestServer;
let host: { id: string };
let before: number[];
const counts = async () => [await server.db.$count(hosts), await server.db.$count(auditEvents)];

beforeAll(async () => {
  server = await startServer();
  host = (await server.send("admin", "POST", "/api/v1/hosts", { body: newHost })).json();
  await server.send("viewer", "GET", "/api/v1/hosts");
  before = await counts();
});
afterAll(async () => {
  // Nothing of all this has changed anything.
  expect(await counts()).toEqual(before);
  await server[Symbol.asyncDispose]();
});

type Answer = Awaited<ReturnType<TestServer["send"]>>;

/** What a person may read, and no more: sentences, and nothing of stacks and SQL. */
function expectRefusal(answer: Answer, ...statuses: number[]) {
  const json = answer.json();
  const problem = [json].flat()[0].error?.data.problem ?? json;
  expect({ status: answer.statusCode, code: problem.code }).toEqual({
    status: expect.toSatisfy((status) => statuses.includes(status)),
    code: expect.stringMatching(/^(malformed|invalid|conflict|too_large)$/),
  });
  const sentences = [problem.detail, ...(problem.errors ?? []).map(({ message }: { message: string }) => message)];
  for (const sentence of sentences) expect(sentence).toMatch(/^\w.{8,}/);
  expect(answer.body).not.toMatch(/\n {4}at |select |insert into|SQLSTATE|node_modules|RangeError|TypeError/);
}

/** A body as it is sent, because JSON.stringify cannot say all that JSON can. */
const json = (body: string, headers: Record<string, string> = {}) => ({
  body,
  headers: { "content-type": "application/json", ...headers },
});
const withField = (field: string) => `{"hostname":"web-9","ip":"10.0.0.9","os":"linux","environment":"prod",${field}}`;
const input = (value: unknown) => encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value));

/** By what is wrong: the field that says so, and what the body has beside a good host. */
const wrongFields: [string, string, string][] = [
  ["NUL", "owner", '"owner":"a\\u0000b"'],
  ["half of a character", "team", '"team":"\\ud800"'],
  ["the other half", "notes", '"notes":"\\udc00"'],
  ["an override of direction", "owner", '"owner":"\\u202egpj"'],
  ["an isolate in notes", "notes", '"notes":"a\\u2066b"'],
  ["a zero-width space", "team", '"team":"op\\u200bs"'],
  ["an invisible tag", "tags.0", '"tags":["\\u3164"]'],
  ["a look-alike in Cyrillic", "hostname", '"hostname":"w\\u0435b-1"'],
  ["full-width letters", "hostname", '"hostname":"\\uff57\\uff45\\uff42"'],
  ["a shell's syntax", "hostname", '"hostname":"x; rm -rf /"'],
  ["a query's syntax", "hostname", '"hostname":"\\"} or vector(1)"'],
  ["a megabyte of name", "hostname", `"hostname":"${megabyte}"`],
  ["a megabyte of owner", "owner", `"owner":"${megabyte}"`],
  ["a megabyte of notes", "notes", `"notes":"${megabyte}"`],
  ["a megabyte of address", "ip", `"ip":"${megabyte}"`],
  ["a megabyte of tag", "tags.0", `"tags":["${megabyte}"]`],
  ["a hundred thousand tags", "tags", `"tags":[${'"a",'.repeat(100_000)}"a"]`],
  ["an unknown field", "rack", '"rack":7'],
  ["a field of the server", "version", '"version":7'],
  ["another one", "createdAt", '"createdAt":"2020-01-01T00:00:00Z"'],
  ["a constructor", "constructor", '"constructor":"x"'],
  ["toString", "toString", '"toString":"x"'],
  ["a number for a name", "hostname", '"hostname":7'],
  ["a list for a name", "hostname", '"hostname":["web-9"]'],
  ["an object for an address", "ip", '"ip":{"$ne":null}'],
  ["null for what is required", "os", '"os":null'],
  ["a boolean for a text", "owner", '"owner":true'],
  ["a text for a list", "tags", '"tags":"web"'],
  ["numbers in a list of texts", "tags.0", '"tags":[1]'],
  ["a text for a number", "sshPort", '"sshPort":"22"'],
  ["half a port", "sshPort", '"sshPort":22.5'],
  ["a number past all bounds", "sshPort", '"sshPort":1e999'],
  ["a port that is none", "sshPort", '"sshPort":65536'],
  ["a deep list in a field", "owner", `"owner":${deep(100_000)}`],
  ["a deep object in an unknown field", "rack", `"rack":${deepObject(50_000)}`],
];

describe("R-API-1 a new host with bad fields", () => {
  it.each(wrongFields)("(%s) is refused with a sentence", async (_, path, field) => {
    const answer = await server.send("admin", "POST", "/api/v1/hosts", json(withField(field)));
    expectRefusal(answer, 422);
    expect(new Set(answer.json().errors.map((error: { path: string }) => error.path))).toEqual(new Set([path]));
  });

  it.each(wrongFields)("(%s) is refused by a page's call", async (_, path, field) => {
    const answer = await server.send("admin", "POST", "/api/trpc/hosts.register", json(withField(field)));
    expectRefusal(answer, 422);
    expect(answer.json().error.data.problem.errors[0].path).toBe(path);
  });

  it.each(wrongFields)("(%s) is refused with an Idempotency-Key, and as an edit", async (_, __, field) => {
    const key = { "idempotency-key": "a-key" };
    expectRefusal(await server.send("admin", "POST", "/api/v1/hosts", json(withField(field), key)), 400, 422);
    for (const headers of [{}, key]) {
      const edit = json(`{${field}}`, { "if-match": '"1"', ...headers });
      expectRefusal(await server.send("admin", "PATCH", `/api/v1/hosts/${host.id}`, edit), 400, 422);
    }
  });

  it.each([
    ["its twin", newHost],
    ["its twin in capitals", { ...newHost, hostname: "WEB-1", ip: "10.0.0.9" }],
    ["its twin among spaces", { ...newHost, hostname: "\u3000web-1\t", ip: "10.0.0.9" }],
    ["the address in another spelling", { ...newHost, hostname: "web-9", ip: "::FFFF:10.0.0.1" }],
  ])("is a conflict with %s", async (_, body) => {
    expectRefusal(await server.send("admin", "POST", "/api/v1/hosts", { body }), 409);
    expectRefusal(await server.send("admin", "POST", "/api/trpc/hosts.register", { body }), 409);
  });
});

describe("R-API-1 a body", () => {
  const bodies: [string, string][] = [
    ["nested 100,000 deep", deep(100_000)],
    ["nested 50,000 objects deep", deepObject(50_000)],
    ["nested deep, and never closed", "[".repeat(500_000)],
    ["of a prototype", '{"__proto__":{"role":"admin"}}'],
    ["of a constructor's prototype", '{"constructor":{"prototype":{"role":"admin"}}}'],
    ["that is a list", "[]"],
    ["that is a number", "7"],
    ["that is a text", '"web"'],
    ["that is true", "true"],
    ["that is empty", ""],
    ["that breaks off", '{"hostname":"web'],
    ["that is no JSON", "hostname=web"],
  ];
  const targets: [string, string, Record<string, string>][] = [
    ["POST", "/api/v1/hosts", {}],
    ["POST", "/api/v1/hosts", { "idempotency-key": "a-key" }],
    ["PATCH", "/api/v1/hosts/{id}", { "if-match": '"1"' }],
    ["PATCH", "/api/v1/hosts/{id}", { "if-match": '"1"', "idempotency-key": "a-key" }],
    ["POST", "/api/v1/hosts/{id}/retire", { "if-match": '"1"' }],
    ["POST", "/api/v1/hosts/{id}/retire", { "if-match": '"1"', "idempotency-key": "a-key" }],
    ["POST", "/api/v1/hosts/bulk-edit", {}],
    ["POST", "/api/trpc/hosts.register", {}],
    ["POST", "/api/trpc/hosts.register", { "idempotency-key": "a-key" }],
    ["POST", "/api/trpc/hosts.editMany", { "idempotency-key": "a-key" }],
  ];

  it.each(bodies)("%s is refused wherever it is sent", async (_, body) => {
    for (const [method, path, headers] of targets) {
      const url = path.replace("{id}", host.id);
      expectRefusal(await server.send("admin", method as "POST", url, json(body, headers)), 400, 422);
    }
  });

  it.each([
    ["an id beside that of the path", `{"id":"01890000-0000-7000-8000-000000000000"}`, "body.id"],
    ["a version beside If-Match", '{"version":1}', "body.version"],
    ["an unknown field", '{"why":"old"}', "why"],
    ["a reason that is no text", '{"reason":7}', "reason"],
    ["a reason that turns around", '{"reason":"\\u202eabc"}', "reason"],
  ])("R-AZ-3 of a retirement with %s is refused", async (_, body, path) => {
    const answer = await server.send(
      "admin",
      "POST",
      `/api/v1/hosts/${host.id}/retire`,
      json(body, { "if-match": '"1"' }),
    );
    expectRefusal(answer, 422);
    expect(answer.json().errors[0].path).toBe(path);
  });

  it.each([
    ["no hosts", { hosts: [], changes: {} }],
    [
      "a host twice",
      { hosts: [1, 2].map((version) => ({ id: "01890000-0000-7000-8000-000000000000", version })), changes: {} },
    ],
    ["ids that are none", { hosts: [{ id: "' or true --", version: 1 }], changes: {} }],
    ["versions that are texts", { hosts: [{ id: "01890000-0000-7000-8000-000000000000", version: "1" }], changes: {} }],
    ["a field that only one host may have", { hosts: [], changes: { hostname: "web-1" } }],
    ["no changes", { hosts: [] }],
    ["tags that are none", { hosts: [], changes: { addTags: ["two words"] } }],
  ])("R-AZ-3 of an edit of several with %s is refused", async (_, body) => {
    expectRefusal(await server.send("admin", "POST", "/api/v1/hosts/bulk-edit", { body }), 422);
    expectRefusal(await server.send("admin", "POST", "/api/trpc/hosts.editMany", { body }), 422);
  });
});

describe("R-API-1 a message of Alertmanager's", () => {
  const message = messageOf();
  const withAlert = (fields: object) => ({ ...message, alerts: [{ ...sentAlert(), ...fields }] });

  it.each([
    ["that is a list", []],
    ["that is empty", {}],
    ["of another version", { ...message, version: 4 }],
    ["with alerts that are none", { ...message, alerts: [7] }],
    ["with too many alerts", { ...message, alerts: Array.from({ length: 10_001 }, () => ({})) }],
    ["with labels that are a list", withAlert({ labels: ["a"] })],
    ["with a label that is an object", withAlert({ labels: { a: { $ne: null } } })],
    ["with annotations that are null", withAlert({ annotations: null })],
    ["with a time that is a number", withAlert({ startsAt: 7 })],
    ["with a time past all bounds", withAlert({ startsAt: "+275760-09-13T00:00:00Z" })],
    ["with a fingerprint in SQL", withAlert({ fingerprint: "' or true --" })],
    ["nested 50,000 deep", `{"version":"4","alerts":[{"labels":{"a":${deep(50_000)}}}]}`],
  ])("%s is refused", async (_, body) => {
    const sent = typeof body === "string" ? json(body) : { body };
    expectRefusal(await server.send("admin", "POST", "/api/v1/hooks/alertmanager", sent), 422);
  });

  it.each(["status=burning", "severity=", "hostId=1", "acknowledged=maybe", "from=yesterday", "q=ab", "sort=name"])(
    "cannot be looked for by %s",
    async (query) => expectRefusal(await server.send("viewer", "GET", `/api/v1/alerts?${query}`), 400),
  );
});

describe("R-API-1 a query", () => {
  it.each([
    ...["limit=0", "limit=101", "limit=1e9", "limit=-1", "limit=abc", "limit=", "limit=1.5", "limit=1&limit=2"],
    ...[`limit=${"9".repeat(400)}`, "limit[]=1", "limit=0x10"],
    ...["sort=name;drop", "sort=", "sort=notes", "sort=--ip", "sort=ip&sort=os", "sort=constructor"],
    ...["environment=", "environment=production", "environment=prod&environment=beos", "environment[]=prod"],
    ...["q=", "q=ab", "q=%00%00%00", "q=web&q=db", `q=${"x".repeat(201)}`, "q=web%E2%80%8B1"],
    ...["team=", "tag=", `owner=${"x".repeat(101)}`, "team=%E2%80%AEabc", "team=a&".repeat(21)],
    ...["cidr=", "cidr=10.0.0.0/33", "cidr=10.0.0/8", "cidr=10.0.0.0/8/9", "cidr=10.0.0.0/-1", "cidr=fd00::/129"],
    ...["cidr=10.0.0.0/8&cidr=10.0.0.0/8", "cidr=10.0.0.0%2F1e1", "registeredSince=yesterday", "staleSince=2026-02-31"],
    ...[
      "colour=red",
      "__proto__=x",
      "constructor=x",
      "a[b]=1",
      "cursor=",
      "cursor=AAAA",
      `cursor=${"A".repeat(1_001)}`,
    ],
    ...["cursor=a&cursor=b", `q=${"%5B".repeat(5_000)}`],
  ])("%s is refused", async (query) => {
    expectRefusal(await server.send("viewer", "GET", `/api/v1/hosts?${query}`), 400);
  });

  it.each([
    ...[{ limit: 0 }, { limit: 101 }, { limit: 1e9 }, { limit: "5" }, { limit: null }, { limit: 1.5 }],
    ...[
      { sort: "name;drop" },
      { sort: ["ip"] },
      { environment: "prod" },
      { environment: [] },
      { environment: ["beos"] },
    ],
    ...[{ q: 7 }, { q: "\0\0\0" }, { q: "ab" }, { q: "\ud800\ud800\ud800" }, { team: [""] }, { tag: [7] }],
    ...[{ cidr: {} }, { registeredSince: 7 }, { colour: "red" }, { cursor: 7 }, { cursor: "AAAA" }],
    ...[[], "web", 7, JSON.parse('{"__proto__":{"limit":1}}'), JSON.parse('{"constructor":1}')],
    ...[deep(100_000), deepObject(50_000), `{"q":${deep(100_000)}}`, `{"environment":${deep(100_000)}}`, "{", ""],
  ])("%j by a page is refused", async (query) => {
    expectRefusal(await server.send("viewer", "GET", `/api/trpc/hosts.list?input=${input(query)}`), 400, 422);
  });

  it.each(["id=x", "version=1", "reason=a&reason=b", "why=old", `reason=${"x".repeat(501)}`, "confirmation=web-2", ""])(
    "of a deletion of a host of prod (%s) is refused",
    async (query) => {
      const sent = { headers: { "if-match": '"1"' } };
      expectRefusal(await server.send("admin", "DELETE", `/api/v1/hosts/${host.id}?${query}`, sent), 422);
    },
  );

  it.each(["values", "values?field=notes", "values?field=team&field=owner", "{id}?id=x", "{id}/history?limit=0"])(
    "of another list (%s) is refused",
    async (path) =>
      expectRefusal(await server.send("viewer", "GET", `/api/v1/hosts/${path.replace("{id}", host.id)}`), 400),
  );
});
