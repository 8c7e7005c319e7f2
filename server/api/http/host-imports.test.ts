import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import { numbers } from "@/server/domain/numbers";
import { startServer, type TestServer } from "@/server/test/server";

const path = "/api/v1/hosts/import";
const header = "hostname,ip,os,environment";
const mebibyte = 1_048_576;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ maxImportBytes: 110 * mebibyte });
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  // Which is an event.
  await server.signedIn("operator");
});
afterAll(() => server[Symbol.asyncDispose]());

const send = (query: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  server.send("operator", "POST", `${path}${query}`, {
    body: body.toString(),
    headers: { "content-type": "text/csv", ...headers },
  });

const csvHeaders = async () => ({
  ...(await server.signedIn("operator")),
  "content-type": "text/csv",
  "sec-fetch-site": "same-origin",
});

/** As bytes, which `inject` would take for text. */
const sendBytes = async (query: string, body: BodyInit) =>
  fetch(`${server.app.listeningOrigin}${path}${query}`, {
    method: "POST",
    headers: await csvHeaders(),
    body,
    duplex: "half",
  } as RequestInit);

const stateOf = async () => [await server.db.$count(hosts), await server.db.$count(auditEvents)];

describe("an import that is tried first", () => {
  it("shows what would be, and does it when its preview is sent with the file, under the name of the file", async () => {
    const body = `${header}\nshown-1,10.1.0.1,linux,prod\nshown 2,10.1.0.2,linux,prod\n`;
    const before = await stateOf();
    const shown = (await send("?dryRun=true", body)).json();
    expect(shown).toMatchObject({ created: 1, rejectedCount: 1, batchId: null, missingColumns: [] });
    expect(await stateOf()).toEqual(before);

    const another = await send(`?previewId=${shown.previewId}`, `${body}\n`);
    expect([another.statusCode, another.json().code]).toEqual([422, "invalid"]);
    const applied = (await send(`?previewId=${shown.previewId}&fileName=estate%20%E9%99%88.csv`, body)).json();
    expect(applied).toMatchObject({ created: 1, rejected: shown.rejected, stale: 0, previewId: null });
    const event = await server.send("auditor", "GET", `/api/v1/audit-events?subjectId=${applied.batchId}`);
    expect(event.json().items[0].subject.label).toBe("estate 陈.csv");

    const again = await send(`?previewId=${shown.previewId}`, body);
    expect([again.statusCode, again.json().code]).toEqual([409, "conflict"]);
  });

  it("gives the answer of the first to the same request with the same key, and to no other", async () => {
    const body = `${header}\nkeyed-1,10.1.1.1,linux,prod\n`;
    const { previewId } = (await send("?dryRun=true", body)).json();
    const headers = { "idempotency-key": "apply" };
    const first = await send(`?previewId=${previewId}`, body, headers);
    expect(first.json().created).toBe(1);
    expect((await send(`?previewId=${previewId}`, body, headers)).json()).toEqual(first.json());
    expect((await send("", body, headers)).statusCode).toBe(422);
  });

  it("names the headers that are no columns, and takes what they are", async () => {
    const body = "name,ip,os,env\nmapped-1,10.1.2.1,linux,prod\n";
    const shown = (await send("?dryRun=true", body)).json();
    expect(shown).toMatchObject({ missingColumns: ["hostname", "environment"], previewId: null, created: 0 });
    expect(shown.columns[0]).toEqual({ header: "name", column: null });
    const columns = encodeURIComponent(JSON.stringify({ name: "hostname", env: "environment" }));
    expect((await send(`?dryRun=true&columns=${columns}`, body)).json()).toMatchObject({ created: 1 });
    expect((await send(`?columns=${columns}`, body)).json()).toMatchObject({ created: 1 });
  });

  it("gives all rejects as CSV, safe to open in a spreadsheet", async () => {
    const count = numbers.imports.maxRejectsInAnswer + 500;
    const faulty = Array.from({ length: count }, (_, index) => `web-${index},=nowhere,linux,prod\n`).join("");
    const answer = await send("?dryRun=true", `${header}\n${faulty}`, { accept: "text/csv" });
    expect(answer.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="rejects.csv"',
    });
    const [names, first, ...others] = answer.body.trim().split("\r\n");
    expect([names, first]).toEqual(["record,line,column,value,reason", "1,2,ip,'=nowhere,not an IPv4 or IPv6 address"]);
    expect(others.length).toBe(count - 1);
    const unreadable = await send("?dryRun=true", "", { accept: "text/csv" });
    expect([unreadable.statusCode, unreadable.json().code]).toEqual([422, "invalid"]);
  });

  it.each([
    "?dryRun=maybe",
    "?previewId=1",
    "?dryRun=true&previewId=01890000-0000-7000-8000-000000000000",
    "?columns=%7B",
    "?columns=%5B%5D",
    "?columns=%7B%22a%22%3A%22id%22%7D",
    "?dry=true",
    `?fileName=${"x".repeat(256)}`,
  ])("400 for %s", async (query) => {
    const { statusCode, body } = await send(query, `${header}\n`);
    expect([statusCode, JSON.parse(body).code]).toEqual([400, "malformed"]);
  });
});

describe("an import of NDJSON", () => {
  it("takes the names of the API, and leaves what a record does not have", async () => {
    const headers = { "content-type": "application/x-ndjson" };
    const host = { hostname: "nd-1", ip: "10.2.0.1", os: "linux", environment: "prod" };
    const full = { ...host, owner: "a", tags: ["pci"], sshTemplate: "ssh {{host}}" };
    expect((await send("", JSON.stringify(full), headers)).json()).toMatchObject({ created: 1, columns: [] });
    const body = `${JSON.stringify({ ...host, owner: null })}\n${JSON.stringify({ ...host, rack: 7 })}\n`;
    expect((await send("?dryRun=true", body, headers)).json()).toMatchObject({
      updated: 1,
      changes: [{ before: { owner: "a" }, after: { owner: null } }],
      rejected: [
        { record: 2, line: 2, column: "hostname", reason: "repeats record 1 in prod" },
        { record: 2, line: 2, column: "rack", reason: "there is no such field" },
      ],
    });
  });
});

describe("a file that is none", () => {
  const picture = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  it.each([
    ["a picture", picture, "Line 1 is not UTF-8 text"],
    ["half of UTF-16", Buffer.from("fffe6800d8", "hex"), "not UTF-16 text"],
    ["an unclosed quote", Buffer.from(`${header}\nweb-1,10.0.0.1,linux,"prod\n`), "A quoted cell is not closed"],
  ])("422 for %s, tried or not, and nothing has happened", async (_, bytes, message) => {
    const before = await stateOf();
    for (const query of ["", "?dryRun=true"]) {
      const answer = await sendBytes(query, bytes);
      expect([answer.status, await answer.json()]).toEqual([
        422,
        expect.objectContaining({ code: "invalid", detail: expect.stringContaining(message) }),
      ]);
    }
    expect(await stateOf()).toEqual(before);
  });

  it.each(["", "a,", '"', `${header}\n"`])("422 for a line of 100 MB that begins with %j", async (beginning) => {
    const [before, chunk] = [await stateOf(), Buffer.alloc(mebibyte, "x")];
    let chunks = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        if (chunks === 0) controller.enqueue(Buffer.from(beginning));
        if (chunks++ < 100) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const answer = await sendBytes("?dryRun=true", body);
    expect([answer.status, (await answer.json()).detail]).toEqual([
      422,
      expect.stringMatching(/Line [12]: A record is longer than 1048576 bytes/),
    ]);
    expect(await stateOf()).toEqual(before);
  });

  it("tells NUL and ragged rows by record and column", async () => {
    const body = `${header}\nweb\0-1,10.3.0.1,linux,prod\nweb-2,10.3.0.2\nweb-3,10.3.0.3,linux,prod,more\n`;
    const { rejected } = (await send("?dryRun=true", body)).json();
    expect(rejected.map(({ record, column }: { record: number; column: string }) => [record, column])).toEqual([
      [1, "hostname"],
      [2, "os"],
      [3, "environment"],
    ]);
  });
});

describe("the template", () => {
  it("is a file that can be imported as it is", async () => {
    const answer = await server.send("operator", "GET", `${path}/template.csv`);
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="hosts.csv"');
    expect((await send("?dryRun=true", answer.body)).json()).toMatchObject({ created: 1, rejectedCount: 0 });
  });
});
