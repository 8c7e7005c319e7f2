import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { type RecordingUpstream, startUpstream } from "./recording-upstream";
import { sendRaw, startPlainEdge } from "./test-edge";

type PlainEdge = Awaited<ReturnType<typeof startPlainEdge>>;

/** Limits that no test here meets. */
const lifted = {
  ...numbers.edge,
  api: { perSecond: 10_000, burst: 1_000 },
  signIn: { perMinute: 10_000, burst: 1_000 },
};

let folder: string;
let servers: RecordingUpstream;
let pages: RecordingUpstream;
let edge: PlainEdge;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-test-"));
  // The workers of a root's nginx are somebody else.
  await chmod(folder, 0o755);
  servers = await startUpstream();
  pages = await startUpstream();
  const options = {
    servers: [servers.address],
    pages: [pages.address],
    maxImportMegabytes: 4,
    maxArtifactMegabytes: 8,
  };
  edge = await startPlainEdge(options, lifted);
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
  await pages[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  servers.requests.length = 0;
  pages.requests.length = 0;
});

const statusOf = async (requestLine: string, headers = "") =>
  Number(
    (await sendRaw(edge.port, `${requestLine} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n${headers}\r\n`)).split(
      " ",
    )[1],
  );

describe("a path", () => {
  it.each(["/healthz", "/api/v1/hosts", "/api/auth/login", "/api/v1/auth/refresh", "/api/events", "/api/v1/uploads/1"])(
    "%s is the server's",
    async (path) => {
      expect(await statusOf(`GET ${path}?a=%2F`)).toBe(200);
      expect([servers.requests.map((request) => request.path), pages.requests]).toEqual([[`${path}?a=%2F`], []]);
    },
  );

  it.each(["/", "/hosts?q=a", "/_next/static/a.js", "/apiary", "/healthzz", "/metricsx"])(
    "%s is the pages'",
    async (path) => {
      expect(await statusOf(`GET ${path}`)).toBe(200);
      expect([servers.requests, pages.requests.map((request) => request.path)]).toEqual([[], [path]]);
    },
  );

  const inside = ["/metrics", "/readyz"].flatMap((path) => {
    const [, name = ""] = path.split("/");
    const encoded = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
    return [
      path,
      `/${path}`,
      `${path}/`,
      `/.${path}`,
      `/a/..${path}`,
      `/${encoded}`,
      `${path}%2f`,
      `${path}?a=b`,
      `${path}/a`,
    ];
  });
  it.each([...inside, "/_blobs/a", "/_errors/a", "/%5fblobs/sha256/a"])("R-MET-3 %s is nobody's", async (path) => {
    expect(await statusOf(`GET ${path}`)).toBe(404);
    expect(await statusOf(`GET http://desk${path}`)).toBe(404);
    expect([servers.requests, pages.requests]).toEqual([[], []]);
  });

  it("of /healthz leaves no line in the log, and every other one does", async () => {
    await fetch(`${edge.origin}/healthz`);
    const id = (await fetch(`${edge.origin}/hosts`)).headers.get("x-request-id");
    const lines = (await edge.accessLines()).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ requestId }) => requestId === id)).toMatchObject({
      path: "/hosts",
      status: 200,
      ip: "127.0.0.1",
    });
    expect(lines.some(({ path }) => path === "/healthz")).toBe(false);
  });
});

describe("what an upstream is told", () => {
  it("is the client's real address, the name and the scheme, whatever the client says of them", async () => {
    const lies = {
      "x-forwarded-for": "203.0.113.9",
      "x-real-ip": "203.0.113.9",
      forwarded: "for=203.0.113.9;host=evil;proto=https",
      "x-forwarded-host": "evil",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "1",
      "x-request-id": "chosen-by-the-client",
      "x-middleware-subrequest": "middleware",
      x_forwarded_for: "203.0.113.9",
    };
    const lines = Object.entries(lies).map(([name, value]) => `${name}: ${value}\r\n`);
    await statusOf("GET /api/v1/hosts", lines.join(""));
    await statusOf("GET /hosts", lines.join(""));
    for (const { headers } of [...servers.requests, ...pages.requests]) {
      expect(headers).toEqual({
        host: "desk",
        "x-forwarded-host": "desk",
        "x-forwarded-proto": "http",
        "x-forwarded-for": "127.0.0.1",
        "x-request-id": expect.stringMatching(/^[\da-f]{32}$/),
      });
    }
    expect(servers.requests.length + pages.requests.length).toBe(2);
  });

  it("holds the port that was typed, but no name that the request did not come in by", async () => {
    await fetch(`${edge.origin}/hosts`);
    await statusOf("GET http://desk/hosts", "Host: evil\r\n");
    await sendRaw(edge.port, "GET http://desk/hosts HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n");
    expect(pages.requests.map(({ headers }) => headers.host)).toEqual([`127.0.0.1:${edge.port}`, "desk"]);
  });

  it("comes over connections that are kept, and asks for an upgrade only to a web socket", async () => {
    for (let count = 0; count < 5; count++) await statusOf("GET /api/v1/hosts", "Upgrade: h2c\r\n");
    await statusOf("GET /socket", "Upgrade: websocket\r\n");
    expect(new Set(servers.requests.map(({ port }) => port)).size).toBeLessThan(5);
    expect(servers.requests.map(({ headers }) => [headers.connection, headers.upgrade])).toEqual(
      Array.from({ length: 5 }, () => [undefined, undefined]),
    );
    expect(pages.requests[0]!.headers).toMatchObject({ connection: "upgrade", upgrade: "websocket" });
  });
});

describe("a body", () => {
  const send = (path: string, sizeBytes: number, method = "POST") =>
    fetch(edge.origin + path, { method, body: new Uint8Array(sizeBytes), headers: { "content-type": "text/csv" } });
  const mebibyte = 1_048_576;

  it.each([
    ["/api/v1/hosts", "POST", mebibyte],
    ["/api/trpc/hosts.register", "POST", mebibyte],
    ["/api/v1/hosts/import", "POST", 4 * mebibyte],
    ["/api/v1/uploads/1", "PATCH", 8 * mebibyte],
    ["/api/v1/artifacts/by-name/a.log", "PUT", 8 * mebibyte],
  ])("to %s may have so many bytes and no more", async (path, method, mostBytes) => {
    const taken = await send(path, mostBytes, method);
    expect([taken.status, await taken.json()]).toEqual([200, { receivedBytes: mostBytes }]);
    const refused = await send(path, mostBytes + 1, method);
    expect(refused.status).toBe(413);
    expect(servers.requests).toHaveLength(1);
  });

  it("of 2 MB passes where files are taken, and is a problem elsewhere", async () => {
    expect((await send("/api/v1/hosts/import", 2_000_000)).status).toBe(200);
    const refused = await send("/api/v1/hosts", 2_000_000);
    expect([refused.status, refused.headers.get("content-type")]).toEqual([413, "application/problem+json"]);
    expect(await refused.json()).toEqual({
      type: "urn:opsdesk:problem:too_large",
      title: "Too large",
      status: 413,
      detail: expect.any(String),
      code: "too_large",
      requestId: refused.headers.get("x-request-id"),
    });
  });

  it("to a page that is too large is told by a page", async () => {
    const refused = await send("/hosts", 2_000_000);
    expect([refused.status, refused.headers.get("content-type")]).toEqual([413, "text/html; charset=utf-8"]);
    expect(await refused.text()).toContain(`Request <code>${refused.headers.get("x-request-id")}</code>`);
  });
});

describe("a file of the store", () => {
  it("is handed out for the content of an artifact alone, with what the server says of it", async () => {
    const digest = '"sha-256-of-it"';
    await using upstream = await startUpstream((_request, response) => {
      const headers = {
        etag: digest,
        "repr-digest": "sha-256=:AAAA:",
        "content-security-policy": "sandbox",
        "cross-origin-resource-policy": "same-origin",
      };
      const file = { "content-type": "text/plain", "content-disposition": 'attachment; filename="a.log"' };
      response.writeHead(200, { "x-accel-redirect": "/_blobs/sha256/ab/cd", ...headers, ...file });
      response.end("nothing");
    });
    const store = join(folder, "store");
    await mkdir(join(store, "sha256/ab"), { recursive: true });
    await writeFile(join(store, "sha256/ab/cd"), "0123456789");
    await using own = await startPlainEdge({ servers: [upstream.address], pages: [upstream.address], store });
    const content = `${own.origin}/api/v1/artifacts/1/content`;
    const whole = await fetch(content);
    expect([whole.status, await whole.text()]).toEqual([200, "0123456789"]);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      etag: digest,
      "repr-digest": "sha-256=:AAAA:",
      "content-type": "text/plain",
      "content-disposition": 'attachment; filename="a.log"',
      "content-security-policy": "sandbox",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
    });
    const part = await fetch(content, { headers: { range: "bytes=2-4", "if-range": digest } });
    expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([206, "234", "bytes 2-4/10"]);
    const other = await fetch(content, { headers: { range: "bytes=2-4", "if-range": '"another"' } });
    expect([other.status, await other.text()]).toEqual([200, "0123456789"]);
    for (const path of ["/api/v1/hosts", "/hosts", "/api/v1/artifacts/1", "/api/v1/uploads/1"]) {
      expect(await (await fetch(own.origin + path)).text()).toBe("nothing");
    }
    expect((await fetch(`${own.origin}/_blobs/sha256/ab/cd`)).status).toBe(404);
  });
});
