import { readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { type RecordingUpstream, startUpstream } from "./recording-upstream";
import { sendRaw, startPlainEdge } from "./test-edge";

type PlainEdge = Awaited<ReturnType<typeof startPlainEdge>>;
type Line = Record<string, unknown>;

let upstream: RecordingUpstream;
let edge: PlainEdge;
beforeAll(async () => {
  upstream = await startUpstream();
  const pages = { perSecond: 10_000, burst: 1_000 };
  edge = await startPlainEdge({ servers: [upstream.address], pages: [upstream.address] }, { ...numbers.edge, pages });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
const file = () => join(edge.folder, "access.log");
beforeEach(() => truncate(file()));

const strict = new TextDecoder("utf-8", { fatal: true });

/** All lines of the log, read as strictly as can be, once there are so many. */
async function lines(count: number): Promise<Line[]> {
  await vi.waitFor(async () => expect((await readFile(file())).filter((byte) => byte === 0x0a).length).toBe(count), {
    timeout: 20_000,
  });
  const text = strict.decode(await readFile(file()));
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

const request = (target: Uint8Array, agent: Uint8Array) =>
  Buffer.concat([
    Buffer.from("GET /"),
    target,
    Buffer.from(" HTTP/1.1\r\nHost: desk\r\nConnection: close\r\nUser-Agent: "),
    agent,
    Buffer.from("\r\n\r\n"),
  ]);
const bytes = (text: string) => Buffer.from(text, "latin1");

const hostile: [string, Uint8Array, string][] = [
  ["quotes and backslashes", bytes('"},{"a":"\\"\\n\\u0000'), '"},{"a":"\\"\\n\\u0000'],
  ["a tab", bytes("a\tb"), "a\tb"],
  ["a terminal's commands", bytes("\x1b[31mred\x1b]0;title\x07"), "\x1b[31mred\x1b]0;title\x07"],
  ["text", Buffer.from("Prüfung 試験 🚀"), "Prüfung 試験 🚀"],
  ["bytes that are no UTF-8", bytes("before \xff\xfe after"), "before "],
  ["an overlong slash", bytes("before \xc0\xaf after"), "before "],
  ["half a surrogate", bytes("before \xed\xa0\x80 after"), "before "],
  ["a cut character", bytes("before \xf0\x9f\x9a"), "before "],
  ["a separator of lines", Buffer.from("before \u2028 after"), "before "],
  ["a control of C1", Buffer.from("before \u0085 after"), "before "],
  ["DEL", bytes("before \x7f after"), "before "],
  ["8 kB", Buffer.alloc(8_192, "a"), "a".repeat(8_192)],
  ["8 kB of quotes", Buffer.alloc(8_192, '"'), '"'.repeat(8_192)],
];

describe("the access log", () => {
  it.each(hostile)("holds %s of a user agent in one line of JSON", async (_, agent, logged) => {
    // Some of it nginx passes on and Node refuses.
    expect(await sendRaw(edge.port, request(bytes("agent"), agent))).toMatch(/^HTTP\/1.1 (200|400)/);
    const [line, ...others] = await lines(1);
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      path: "/agent",
      userAgent: logged,
      upstream: upstream.address,
      ip: "127.0.0.1",
      method: "GET",
    });
  });

  it.each([
    ['/a"b\\c', '/a"b\\c'],
    ["/a%0d%0aInjected:%20b", "/a%0d%0aInjected:%20b"],
    ["/hosts?q=secret&a=?", "/hosts"],
    ["/\xff\xfe/b", "/"],
    ["/\xc3\xa4", "/ä"],
    [`/${"a".repeat(8_000)}`, `/${"a".repeat(8_000)}`],
  ])("holds the path %j in one line, without its query", async (target, path) => {
    await sendRaw(edge.port, request(bytes(target.slice(1)), bytes("test")));
    expect(await lines(1)).toMatchObject([{ path, userAgent: "test" }]);
  });

  it.each([
    ["no HTTP", "\x16\x03\x01 what is this\r\n\r\n"],
    ["a request of another age", "GET /\r\n"],
    ["headers that are too long", `GET /long HTTP/1.1\r\nHost: desk\r\nUser-Agent: ${"a".repeat(20_000)}\r\n\r\n`],
    ["a zero", "GET /\0 HTTP/1.1\r\nHost: desk\r\n\r\n"],
  ])("holds %s in one line", async (_, sent) => {
    await sendRaw(edge.port, bytes(sent));
    expect(await lines(1)).toMatchObject([
      { status: expect.any(Number), requestId: expect.stringMatching(/^[\da-f]{32}$/) },
    ]);
  });

  it("stays one line a request for any bytes", async () => {
    const byte = fc.integer({ min: 0, max: 255 });
    // What ends a header's line is no part of its value.
    const values = fc
      .array(
        byte.filter((value) => ![0, 10, 13].includes(value)),
        { maxLength: 200 },
      )
      .map((value) => Buffer.from(value));
    const targets = values.map((value) => value.filter((one) => one !== 32));
    let count = 0;
    await fc.assert(
      fc.asyncProperty(targets, values, async (target, agent) => {
        await sendRaw(edge.port, request(target, agent));
        count += 1;
      }),
      { numRuns: 100 },
    );
    expect(await lines(count)).toHaveLength(count);
  });

  it("carries the id that the upstream was told and the client was", async () => {
    upstream.requests.length = 0;
    const answer = await fetch(`${edge.origin}/api/v1/hosts`);
    const [line] = await lines(1);
    expect(line!.requestId).toBe(answer.headers.get("x-request-id"));
    expect(line!.requestId).toBe(upstream.requests[0]!.headers["x-request-id"]);
    expect(line).toMatchObject({ upstream: upstream.address, upstreamStatus: "200", limited: "PASSED" });
  });
});
