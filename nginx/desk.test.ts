import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import { emailOf, startServer, type TestServer } from "@/server/test/server";
import { startPlainEdge } from "./test-edge";

let server: TestServer;
let edge: Awaited<ReturnType<typeof startPlainEdge>>;
beforeAll(async () => {
  server = await startServer({ trustedProxies: ["127.0.0.1"], maxImportBytes: 8 * 1_048_576 });
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.app.server.address() as { port: number };
  const address = `127.0.0.1:${port}`;
  edge = await startPlainEdge({ servers: [address], pages: [address] });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const jsonType = { "content-type": "application/json" };
const signedIn = async () => ({ ...(await server.signedIn("operator")), "sec-fetch-site": "same-origin" });

describe("a desk behind nginx", () => {
  it("lives, and says nothing of its inside", async () => {
    const alive = await fetch(`${edge.origin}/healthz`);
    expect([alive.status, await alive.text()]).toEqual([200, '{"status":"ok"}']);
    expect((await fetch(`${edge.origin}/metrics`)).status).toBe(404);
  });

  it("knows clients by their own address, whatever they say of it, under the id that all logs share", async () => {
    const lies = { "x-forwarded-for": "203.0.113.9", "x-real-ip": "203.0.113.9", forwarded: "for=203.0.113.9" };
    const answer = await fetch(`${edge.origin}/api/v1/auth/token`, {
      method: "POST",
      headers: { ...jsonType, ...lies, "x-request-id": "chosen-by-the-client" },
      body: JSON.stringify({ email: emailOf("viewer"), password: "wrong" }),
    });
    expect(answer.status).toBe(401);
    const requestId = answer.headers.get("x-request-id");
    const events = await server.db.select().from(auditEvents);
    const event = events.find((one) => one.requestId === requestId);
    expect(event).toMatchObject({ action: "user.sign-in-failed", ip: "127.0.0.1" });
    const edgeLines = (await edge.accessLines()).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(edgeLines.find((line) => line.requestId === requestId)).toMatchObject({ status: 401, ip: "127.0.0.1" });
    const serverLines = server.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(serverLines.find((line) => line.requestId === requestId)).toMatchObject({ ip: "127.0.0.1" });
  });

  it("takes a browser's sign-in by its origin, and no other site's", async () => {
    const signIn = (origin: string) =>
      fetch(`${edge.origin}/api/auth/login`, {
        method: "POST",
        headers: { ...jsonType, origin },
        body: JSON.stringify({ email: emailOf("viewer"), password: "wrong" }),
      });
    expect((await signIn(edge.origin)).status).toBe(401);
    expect((await signIn("http://evil.test")).status).toBe(403);
  });

  it("imports a file of 2 MB", async () => {
    const rows = Array.from(
      { length: 400 },
      (_, row) => `big-${row},10.9.${row >> 8}.${row & 255},linux,dev,${"n".repeat(5_200)}\n`,
    );
    const body = `hostname,ip,os,environment,notes\n${rows.join("")}`;
    expect(body.length).toBeGreaterThan(2_000_000);
    const headers = { ...(await signedIn()), "content-type": "text/csv" };
    const answer = await fetch(`${edge.origin}/api/v1/hosts/import`, { method: "POST", headers, body });
    expect([answer.status, await answer.json()]).toMatchObject([200, { created: 400, rejected: [] }]);
    expect(await server.db.$count(hosts)).toBe(400);
  });

  it("tells of a change through an open stream", async () => {
    const headers = await signedIn();
    const stream = await fetch(`${edge.origin}/api/events`, { headers });
    expect([stream.status, stream.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    let heard = "";
    const reading = (async () => {
      for await (const text of stream.body!.pipeThrough(new TextDecoderStream())) {
        heard += text;
        if (heard.includes('"noun":"host"')) return;
      }
    })();
    let octet = 0;
    // What happens before the server listens to hints, nobody hears.
    const changeAndHear = async () => {
      octet += 1;
      const body = JSON.stringify({
        hostname: `web-${octet}`,
        ip: `10.1.0.${octet}`,
        os: "linux",
        environment: "prod",
      });
      const options = { method: "POST", headers: { ...headers, ...jsonType }, body };
      expect((await fetch(`${edge.origin}/api/v1/hosts`, options)).status).toBe(201);
      expect(heard).toContain('"noun":"host"');
    };
    await vi.waitFor(changeAndHear, { timeout: 30_000, interval: 500 });
    await reading;
  });
});
