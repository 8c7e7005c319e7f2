import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RecordingUpstream, startUpstream } from "./recording-upstream";
import { ask, connectSecurely, sendRaw, startPlainEdge, startSecureEdge } from "./test-edge";

type PlainEdge = Awaited<ReturnType<typeof startPlainEdge>>;

let upstream: RecordingUpstream;
let edge: PlainEdge;
beforeAll(async () => {
  upstream = await startUpstream();
  edge = await startPlainEdge({ servers: [upstream.address], pages: [upstream.address] });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
beforeEach(() => {
  upstream.requests.length = 0;
});

const marker = "GET /smuggled HTTP/1.1\r\nHost: desk\r\n\r\n";
const post = (headers: string, body: string, path = "/api/v1/hosts/import") =>
  `POST ${path} HTTP/1.1\r\nHost: desk\r\n${headers}\r\n\r\n${body}`;
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

const refused: [string, string][] = [
  ["CL.TE", post(`Content-Length: ${marker.length + 5}\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${marker}`)],
  ["TE.CL", post("Transfer-Encoding: chunked\r\nContent-Length: 4", chunked(marker))],
  ["TE.TE", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", `0\r\n\r\n${marker}`)],
  ["a coding that is none", post("Transfer-Encoding: xchunked", `0\r\n\r\n${marker}`)],
  ["two codings", post("Transfer-Encoding: gzip, chunked", `0\r\n\r\n${marker}`)],
  ["two lengths that differ", post("Content-Length: 0\r\nContent-Length: 40", marker)],
  ["two lengths that agree", post("Content-Length: 0\r\nContent-Length: 0", marker)],
  ["two lengths in one line", post("Content-Length: 0, 40", marker)],
  ["a negative length", post("Content-Length: -1", marker)],
  ["a length with a sign", post("Content-Length: +40", marker)],
  ["a length in hexadecimal", post("Content-Length: 0x28", marker)],
  ["a length that overflows", post("Content-Length: 18446744073709551617", marker)],
  ["a space before the colon", post("Transfer-Encoding : chunked", `0\r\n\r\n${marker}`)],
  ["a control in a name", post("Transfer\x0b-Encoding: chunked", `0\r\n\r\n${marker}`)],
  ["a folded line", post("X-Note: a\r\n Transfer-Encoding: chunked", `0\r\n\r\n${marker}`)],
  ["a tabbed line", post("X-Note: a\r\n\tContent-Length: 40", marker)],
  ["a bare CR", post("X-Note: a\rTransfer-Encoding: chunked", `0\r\n\r\n${marker}`)],
  ["a zero in a value", post("X-Note: a\0b", marker)],
  ["a chunk size with a sign", post("Transfer-Encoding: chunked", `+5\r\nhello\r\n0\r\n\r\n${marker}`)],
  ["a chunk size in another base", post("Transfer-Encoding: chunked", `0x5\r\nhello\r\n0\r\n\r\n${marker}`)],
  [
    "a chunk size that overflows",
    post("Transfer-Encoding: chunked", `FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n${marker}`),
  ],
  ["a chunk that is longer than it says", post("Transfer-Encoding: chunked", `3\r\nhello\r\n0\r\n\r\n${marker}`)],
  ["two hosts", `GET /api/v1/hosts HTTP/1.1\r\nHost: desk\r\nHost: evil\r\n\r\n${marker}`],
  ["no host", `GET /api/v1/hosts HTTP/1.1\r\nConnection: keep-alive\r\n\r\n${marker}`],
  ["a method with a space", `GET  /api/v1/hosts  HTTP/1.1 HTTP/1.1\r\nHost: desk\r\n\r\n${marker}`],
  ["a version of its own", `GET /api/v1/hosts HTTP/9.1\r\nHost: desk\r\n\r\n${marker}`],
];

describe("a request that two readers would cut differently", () => {
  it.each(refused)("%s is refused, and what hides behind it reaches nobody", async (_, bytes) => {
    const answer = await sendRaw(edge.port, Buffer.from(bytes, "latin1"));
    expect(answer).toMatch(/^HTTP\/1\.1 (400|501|505) /);
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    expect(upstream.requests.filter(({ path }) => path === "/smuggled")).toEqual([]);
    expect((await edge.accessLines()).filter((line) => line.includes("/smuggled"))).toEqual([]);
  });

  // nginx reads a line that ends with LF alone as a line, and writes it anew: one reader is left.
  const oneReading: [string, string, string][] = [
    [
      "bare LF between headers",
      "POST /api/v1/hosts/import HTTP/1.1\nHost: desk\nContent-Length: 5\nConnection: close\n\nhello",
      "5",
    ],
    ["bare LF that hides a header", post("X-Note: a\nContent-Length: 5\r\nConnection: close", "hello"), "5"],
    [
      "bare LF after a chunk size",
      post("Transfer-Encoding: chunked\r\nConnection: close", "5\nhello\r\n0\r\n\r\n"),
      "5",
    ],
    [
      "a chunk extension",
      post("Transfer-Encoding: chunked\r\nConnection: close", '5;a="b"\r\nhello\r\n0\r\n\r\n'),
      "5",
    ],
    [
      "a chunk extension with a line end",
      post("Transfer-Encoding: chunked\r\nConnection: close", "5;a\nhello\r\n0\r\n\r\n"),
      "5",
    ],
    [
      "trailers",
      post("Transfer-Encoding: chunked\r\nConnection: close", "5\r\nhello\r\n0\r\nContent-Length: 40\r\n\r\n"),
      "5",
    ],
  ];
  it.each(oneReading)("%s is refused, or read by the upstream as by nginx", async (_, bytes, length) => {
    const answer = await sendRaw(edge.port, Buffer.from(bytes + marker, "latin1"));
    expect(answer).toMatch(/^HTTP\/1\.1 (200|400) /);
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    if (answer.startsWith("HTTP/1.1 200")) expect(answer).toContain(`{"receivedBytes":${length}}`);
    expect(upstream.requests.map(({ path }) => path)).not.toContain("/smuggled");
    expect((await edge.accessLines()).filter((line) => line.includes("/smuggled"))).toEqual([]);
  });

  it("does not pass an upgrade to another protocol on", async () => {
    const headers = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA";
    const answer = await sendRaw(edge.port, `GET /api/v1/hosts HTTP/1.1\r\nHost: desk\r\n${headers}\r\n\r\n`, 500);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(upstream.requests[0]!.headers.upgrade).toBeUndefined();
  });

  it.each(["3", "400", "3, 40", "-1"])(
    "does not take a length of %j over HTTP/2 that is not the body's",
    async (length) => {
      const folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-test-"));
      try {
        await using secure = await startSecureEdge({ servers: [upstream.address], pages: [upstream.address] }, folder);
        await using client = await connectSecurely(secure);
        const headers = { "content-length": length };
        const asked = ask(client, { method: "POST", path: "/api/v1/hosts/import", headers, body: marker });
        // A stream that is reset has no answer.
        const status = await asked.then((answer) => answer.status).catch(() => 400);
        expect(status).toBe(400);
        expect(upstream.requests.map(({ path }) => path)).not.toContain("/smuggled");
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
});
