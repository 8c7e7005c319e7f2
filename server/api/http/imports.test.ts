import { once } from "node:events";
import { connect } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hosts } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";

const path = "/api/v1/hosts/import";
const header = "hostname,ip,os,environment\n";
const rows = (count: number) =>
  Array.from({ length: count }, (_, row) => `web-${row},10.0.0.${row},linux,prod\n`).join("");

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ maxImportBytes: 1_000 });
  await server.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => server[Symbol.asyncDispose]());

const importCsv = (body: string, headers = {}) =>
  server.send("operator", "POST", path, { body, headers: { "content-type": "text/csv", ...headers } });

const csvHeaders = async () => ({
  ...(await server.signedIn("operator")),
  "content-type": "text/csv",
  "sec-fetch-site": "same-origin",
});

describe("an import", () => {
  it("answers with what it did, and with an event for each host", async () => {
    const answer = await importCsv(`${header}${rows(3)}web 4,10.0.0.4,linux,prod\n`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      created: 3,
      updated: 0,
      unchanged: 0,
      rejected: [{ record: 4, column: "hostname" }],
    });
    const events = await server.send("auditor", "GET", `/api/v1/audit-events?batchId=${answer.json().batchId}`);
    expect(events.json().items.map(({ action }: { action: string }) => action)).toEqual([
      "hosts.imported",
      ...Array(3).fill("host.registered"),
    ]);
  });

  it.each([
    ["JSON", { body: "{}", headers: { "content-type": "application/json" } }],
    ["another type", { body: header, headers: { "content-type": "application/octet-stream" } }],
    ["no body", {}],
  ])("415 for %s", async (_, sent) => {
    const answer = await server.send("operator", "POST", path, sent);
    expect([answer.statusCode, answer.json().code]).toEqual([415, "unsupported_media_type"]);
  });

  it("413 for a file that says it is too large, and for one that turns out to be", async () => {
    const before = await server.db.$count(hosts);
    const large = `${header}${rows(200)}`;
    expect((await importCsv(large)).statusCode).toBe(413);

    const streamed = await fetch(`${server.app.listeningOrigin}${path}`, {
      method: "POST",
      headers: await csvHeaders(),
      // An endless file, of no length that anybody says.
      body: new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.from(large)) }),
      duplex: "half",
    } as RequestInit);
    expect([streamed.status, (await streamed.json()).code]).toEqual([413, "too_large"]);
    expect(streamed.headers.get("connection")).toBe("close");
    expect(await server.db.$count(hosts)).toBe(before);
  });

  it("changes nothing where the body breaks off, and calls it no fault of its own", async () => {
    const before = await server.db.$count(hosts);
    const logged = server.logLines.length;
    const { host, port } = new URL(server.app.listeningOrigin);
    const socket = connect(Number(port), "127.0.0.1");
    const headers = Object.entries({ host, ...(await csvHeaders()), "content-length": "900" });
    const lines = [`POST ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""];
    socket.write(`${lines.join("\r\n")}${header}broken-off,10.9.9.9,linux,prod\n`, () => socket.destroy());
    await once(socket, "close");

    const connections = promisify(server.app.server.getConnections.bind(server.app.server));
    await vi.waitFor(async () => expect(await connections()).toBe(0), 5_000);
    expect(server.logLines.slice(logged).filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
    expect(await server.db.$count(hosts)).toBe(before);
  });
});
