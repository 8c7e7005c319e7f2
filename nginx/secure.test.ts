import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type SecureVersion } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { type RecordingUpstream, startUpstream } from "./recording-upstream";
import { ask, connectSecurely, type SecureEdge, sendRaw, startPlainEdge, startSecureEdge } from "./test-edge";

let folder: string;
let servers: RecordingUpstream;
let pages: RecordingUpstream;
let edge: SecureEdge;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-test-"));
  servers = await startUpstream();
  // The pages set headers of their own.
  pages = await startUpstream((_request, response) => {
    response
      .setHeader("referrer-policy", "no-referrer")
      .setHeader("content-security-policy", "default-src 'self'")
      .end();
  });
  edge = await startSecureEdge(
    { servers: [servers.address], pages: [pages.address], names: ["desk.test", "desk.lan"] },
    folder,
  );
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
  await pages[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** What is agreed on with a client that speaks this version alone. */
function handshake(version: SecureVersion): Promise<{ version: string | null; protocol: string | false | null }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    version: string | null;
    protocol: string | false | null;
  }>();
  const options = {
    minVersion: version,
    maxVersion: version,
    ALPNProtocols: ["h2", "http/1.1"],
    rejectUnauthorized: false,
  };
  // Old versions need an old security level, else the client itself would refuse.
  const socket = connect({
    port: edge.httpsPort,
    host: "127.0.0.1",
    servername: "desk.test",
    ciphers: "ALL:@SECLEVEL=0",
    ...options,
  });
  socket.once("secureConnect", () => {
    resolve({ version: socket.getProtocol(), protocol: socket.alpnProtocol });
    socket.destroy();
  });
  socket.once("error", reject);
  return promise;
}

describe("TLS", () => {
  it("is 1.2 or 1.3, with HTTP/2", async () => {
    expect(await handshake("TLSv1.2")).toEqual({ version: "TLSv1.2", protocol: "h2" });
    expect(await handshake("TLSv1.3")).toEqual({ version: "TLSv1.3", protocol: "h2" });
    await expect(handshake("TLSv1.1")).rejects.toThrow(/alert|version|protocol/i);
    await expect(handshake("TLSv1")).rejects.toThrow(/alert|version|protocol/i);
  });

  it("is where http leads, to the same address and method, under a name of the desk", async () => {
    const leads = async (host: string, path = "/hosts?q=a%2Fb") => {
      const answer = await sendRaw(
        edge.httpPort,
        `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      return [answer.split(" ")[1], /^location: (.*)\r$/im.exec(answer)?.[1]];
    };
    const origin = (name: string) => `https://${name}:${edge.httpsPort}`;
    expect(await leads("desk.test")).toEqual(["308", `${origin("desk.test")}/hosts?q=a%2Fb`]);
    expect(await leads("DESK.lan")).toEqual(["308", `${origin("desk.lan")}/hosts?q=a%2Fb`]);
    expect(await leads("evil.test")).toEqual(["308", `${origin("desk.test")}/hosts?q=a%2Fb`]);
    expect(await leads("desk.test", "//evil.test/a")).toEqual(["308", `${origin("desk.test")}//evil.test/a`]);
    expect(servers.requests.concat(pages.requests)).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${edge.httpPort}/healthz`)).status).toBe(200);
  });

  it("tells the server the scheme and the name, and serves no other name", async () => {
    await using client = await connectSecurely(edge);
    servers.requests.length = 0;
    expect((await ask(client, { path: "/api/v1/hosts" })).status).toBe(200);
    expect(servers.requests[0]!.headers).toMatchObject({ host: "desk.test", "x-forwarded-proto": "https" });
    expect((await ask(client, { path: "/api/v1/hosts" }, "evil.test")).status).toBe(421);
    expect((await ask(client, { path: "/healthz" }, "evil.test")).status).toBe(200);
    expect(servers.requests.map(({ path }) => path)).toEqual(["/api/v1/hosts", "/healthz"]);
  });
});

describe("security headers", () => {
  const always = {
    "strict-transport-security": `max-age=${numbers.edge.strictTransportSeconds}`,
    "x-content-type-options": "nosniff",
    "permissions-policy": expect.stringContaining("camera=()"),
    "cross-origin-opener-policy": "same-origin",
    "x-request-id": expect.stringMatching(/^[\da-f]{32}$/),
  };

  it.each([
    "/healthz",
    "/api/v1/hosts",
    "/api/trpc/a",
    "/api/auth/login",
    "/api/v1/auth/refresh",
    "/api/events",
    "/api/v1/hosts/export.csv",
    "/metrics",
    "/_errors/a",
  ])("come with %s, whatever it answers", async (path) => {
    await using client = await connectSecurely(edge, { localAddress: "127.0.2.1" });
    const { headers } = await ask(client, { path });
    expect(headers).toMatchObject({ ...always, "referrer-policy": "same-origin" });
    expect(headers.server).toBe("nginx");
  });

  it("that an upstream has set stay as they are, and stand there once", async () => {
    await using client = await connectSecurely(edge, { localAddress: "127.0.2.2" });
    const { headers } = await ask(client, { path: "/hosts" });
    expect(headers).toMatchObject({
      ...always,
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'self'",
    });
  });

  it("go without the one of TLS where there is none", async () => {
    await using own = await startPlainEdge({ servers: [servers.address], pages: [pages.address] });
    const { headers } = await fetch(`${own.origin}/api/v1/hosts`);
    expect([headers.get("strict-transport-security"), headers.get("x-content-type-options")]).toEqual([
      null,
      "nosniff",
    ]);
  });
});

describe("an error page", () => {
  it("says what happened and the id to ask with, and loads nothing", async () => {
    await using own = await startPlainEdge({ servers: ["127.0.0.1:1"], pages: ["127.0.0.1:1"] });
    const answer = await fetch(`${own.origin}/hosts?q="><script>`);
    const page = await answer.text();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([502, "5"]);
    expect(page).toContain("<h1>The desk cannot be reached</h1>");
    expect(page).toContain(`Request <code>${answer.headers.get("x-request-id")}</code>`);
    expect(page).not.toMatch(/<script|<img|<link|url\(|@import|nginx/);
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
  });

  it("stands in for no answer of the desk's own", async () => {
    await using failing = await startUpstream((_request, response) =>
      response.writeHead(503, { "retry-after": "7" }).end("mine"),
    );
    await using own = await startPlainEdge({ servers: [failing.address], pages: [failing.address] });
    for (const path of ["/hosts", "/api/v1/hosts"]) {
      const answer = await fetch(own.origin + path);
      expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([503, "7", "mine"]);
    }
  });
});
