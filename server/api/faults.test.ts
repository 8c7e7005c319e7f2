import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await server.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => server[Symbol.asyncDispose]());

describe("a fault", () => {
  const faults = async () => {
    const { body } = await server.metricsApp.inject("/metrics");
    return Number(/^opsdesk_faults_total (\d+)$/m.exec(body)?.[1]);
  };
  const linesOf = (requestId: string) =>
    server.logLines.map((line) => JSON.parse(line)).filter((line) => line.requestId === requestId);
  const fault = (requestId: unknown) => ({
    type: "urn:opsdesk:problem:fault",
    title: "Internal error",
    status: 500,
    detail: "Internal error",
    code: "fault",
    requestId,
  });

  beforeAll(() => server.database.open("owner").execute(sql`alter table hosts rename to elsewhere`));

  const csv = {
    body: "hostname,ip,os,environment\nweb-1,10.0.0.1,linux,prod",
    headers: { "content-type": "text/csv" },
  };

  it.each([
    ["GET", "/api/v1/hosts", {}],
    ["POST", "/api/v1/hosts/import", csv],
  ] as const)(
    "tells a script (%s %s) its request id and no more, and is logged whole and counted",
    async (method, path, sent) => {
      const before = await faults();
      const answer = await server.send("operator", method, path, sent);
      const requestId = String(answer.headers["x-request-id"]);
      expect([answer.statusCode, answer.json()]).toEqual([500, fault(requestId)]);
      const [logged] = linesOf(requestId);
      expect(logged).toMatchObject({ level: "error", message: "fault" });
      expect(JSON.stringify(logged)).toContain('relation \\"hosts\\" does not exist');
      expect(await faults()).toBe(before + 1);
    },
  );

  it("tells a page the same", async () => {
    const before = await faults();
    const answer = await server.send("viewer", "GET", "/api/trpc/hosts.list?input=%7B%7D");
    const requestId = String(answer.headers["x-request-id"]);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      error: {
        message: "Internal error",
        code: expect.any(Number),
        data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, problem: fault(requestId) },
      },
    });
    expect(linesOf(requestId)[0]).toMatchObject({ level: "error", message: "fault" });
    expect(await faults()).toBe(before + 1);
  });
});

describe("what is no HTTP request", () => {
  it.each([
    ["noise", "NOISE\r\n\r\n"],
    ["headers that are too long", `GET / HTTP/1.1\r\nhost: desk\r\nx: ${"x".repeat(20_000)}\r\n\r\n`],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nhost: desk\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
  ])("R-API-1 gets a problem as well (%s)", async (_, sent) => {
    const socket = connect(Number(new URL(server.app.listeningOrigin).port), "127.0.0.1");
    socket.write(sent);
    const [head, body] = (await text(socket)).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/problem\+json\r\n/);
    expect(JSON.parse(body!)).toMatchObject({ status: 400, code: "malformed", requestId: expect.any(String) });
  });
});
