import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { networkOf } from "@/server/domain/addresses/network";
import { canonicalAddress } from "@/server/domain/addresses/schema";
import { numbers } from "@/server/domain/numbers";
import { signInPaths } from "./paths";
import { type RecordingUpstream, startUpstream } from "./recording-upstream";
import {
  ask,
  askAtOnce,
  connectSecurely,
  countStatuses,
  type SecureEdge,
  startPlainEdge,
  startSecureEdge,
} from "./test-edge";

let folder: string;
let upstream: RecordingUpstream;
let edge: SecureEdge;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-test-"));
  upstream = await startUpstream();
  edge = await startSecureEdge({ servers: [upstream.address], pages: [upstream.address] }, folder);
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

let lastAddress = 1;
/** A client that nobody has seen yet. */
const stranger = () => {
  lastAddress += 1;
  return connectSecurely(edge, { localAddress: `127.0.1.${lastAddress}` });
};

const post = (path: string) => ({ method: "POST", path, body: "{}" });

describe("one address", () => {
  it("may ask the API 21 times in one moment, and is then told when to come again", async () => {
    await using client = await stranger();
    const answers = await askAtOnce(client, 30, { path: "/api/v1/hosts" });
    expect(countStatuses(answers)).toEqual({ 200: 21, 429: 9 });
    const { headers, body } = answers.find(({ status }) => status === 429)!;
    expect(headers).toMatchObject({
      "content-type": "application/problem+json",
      "retry-after": "1",
      "cache-control": "no-store",
      "strict-transport-security": `max-age=${numbers.edge.strictTransportSeconds}`,
      "x-request-id": expect.stringMatching(/^[\da-f]{32}$/),
    });
    expect(JSON.parse(body)).toEqual({
      type: "urn:opsdesk:problem:rate_limited",
      title: "Too many requests",
      status: 429,
      detail: expect.any(String),
      code: "rate_limited",
      requestId: headers["x-request-id"],
      retryAfterSeconds: 1,
    });
  });

  it("may sign in 6 times in one moment, over all the paths that check a password, and once each 12 s after", async () => {
    await using client = await stranger();
    const answers = await Promise.all([...signInPaths, ...signInPaths].map((path) => ask(client, post(path))));
    expect(countStatuses(answers)).toEqual({ 200: 6, 429: signInPaths.length * 2 - 6 });
    const { headers, body } = answers.find(({ status }) => status === 429)!;
    expect([headers["retry-after"], JSON.parse(body).retryAfterSeconds]).toEqual(["12", 12]);
  });

  it.each([
    "/api/auth/%6cogin",
    "//api/auth/login",
    "/api/./auth/login",
    "/api/x/../auth/login",
    "/api/auth/login/",
    "/api/auth/login?a=b",
    "/api/auth/login#a",
  ])("signs in no more often by %s", async (path) => {
    await using client = await stranger();
    const answers = await askAtOnce(client, 10, post(path));
    expect(countStatuses(answers)).toEqual({ 200: 6, 429: 4 });
  });

  it("exchanges refresh tokens from a bucket of their own", async () => {
    await using client = await stranger();
    await askAtOnce(client, 10, post("/api/v1/auth/token"));
    const answers = await askAtOnce(client, 21, post("/api/v1/auth/refresh"));
    expect(countStatuses(answers)).toEqual({ 200: 21 });
    expect((await ask(client, post("/api/v1/auth/token"))).status).toBe(429);
    expect((await ask(client, { path: "/api/v1/hosts" })).status).toBe(200);
  });

  it("is told in the shape of the pages' own calls, and by a page, where that was asked for", async () => {
    await using client = await stranger();
    const calls = await askAtOnce(client, 30, { path: "/api/trpc/hosts.list" });
    const { body, headers } = calls.find(({ status }) => status === 429)!;
    expect([headers["content-type"], headers["retry-after"]]).toEqual(["application/json", "1"]);
    const { error } = JSON.parse(body);
    expect(error).toMatchObject({ code: -32_029, data: { code: "TOO_MANY_REQUESTS", httpStatus: 429 } });
    expect(error.data.problem).toMatchObject({ code: "rate_limited", status: 429, requestId: headers["x-request-id"] });

    const most = numbers.edge.connections;
    // Of so many at once over one connection, those past the limit of connections are refused.
    await using slow = await stranger();
    const pages = await askAtOnce(slow, most + 20, { path: "/hosts" });
    const refused = pages.find(({ status }) => status === 429)!;
    expect(refused.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(refused.headers["retry-after"]).toBe("1");
    expect(refused.body).toContain("Too many requests");
  });

  it("takes nothing from another one, and gains nothing by what it says of itself", async () => {
    await using client = await stranger();
    await using other = await stranger();
    const lies = Array.from({ length: 10 }, (_, index) => {
      const address = `203.0.113.${index}`;
      const headers = { "x-forwarded-for": address, "x-real-ip": address, forwarded: `for=${address}` };
      return ask(client, { ...post("/api/auth/login"), headers });
    });
    expect(countStatuses(await Promise.all(lies))).toEqual({ 200: 6, 429: 4 });
    expect((await ask(other, post("/api/auth/login"))).status).toBe(200);
  });

  it("uploads much faster than it asks, over 20 connections", async () => {
    await using client = await stranger();
    const answers = [];
    for (let round = 0; round < 5; round++)
      answers.push(...(await askAtOnce(client, 20, { path: "/api/v1/uploads/1" })));
    expect(countStatuses(answers)).toEqual({ 200: 100 });
    const tooMany = countStatuses(await askAtOnce(client, 40, { path: "/api/v1/uploads/1" }));
    expect(tooMany).toEqual({ 200: 20, 429: 20 });
  });
});

describe("an address behind a proxy that is trusted", () => {
  const twice = { ...numbers.edge, signIn: { perMinute: 1, burst: 1 } };
  const start = () =>
    startPlainEdge({ servers: [upstream.address], pages: [upstream.address], trustedFronts: ["127.0.0.1"] }, twice);
  const signInFrom = async (origin: string, address: string, more: Record<string, string> = {}) => {
    const headers = { "x-forwarded-for": address, ...more };
    return (await fetch(`${origin}/api/auth/login`, { method: "POST", headers })).status;
  };
  /** Empties the bucket of an address. */
  const exhaust = async (origin: string, address: string) => {
    for (let count = 0; count < 2; count++)
      expect([address, await signInFrom(origin, address)]).toEqual([address, 200]);
  };

  it("is what counts, and what the server is told, with the scheme", async () => {
    await using own = await start();
    upstream.requests.length = 0;
    expect(await signInFrom(own.origin, "203.0.113.1", { "x-forwarded-proto": "https" })).toBe(200);
    expect(await signInFrom(own.origin, "203.0.113.1")).toBe(200);
    expect(await signInFrom(own.origin, "203.0.113.1")).toBe(429);
    // What stands before it is the client's own claim.
    expect(await signInFrom(own.origin, "198.51.100.7, 203.0.113.1")).toBe(429);
    expect(await signInFrom(own.origin, "203.0.113.2")).toBe(200);
    expect(upstream.requests.map(({ headers }) => [headers["x-forwarded-for"], headers["x-forwarded-proto"]])).toEqual([
      ["203.0.113.1", "https"],
      ["203.0.113.1", "http"],
      ["203.0.113.2", "http"],
    ]);
  });

  const pairs: [string, string][] = [
    ["2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff"],
    ["2001:db8:1::", "2001:db8:1:0:0:0:0:1"],
    ["2001:db8:7:0:a::", "2001:db8:7:1:a::"],
    ["::5", "::6"],
    ["0:0:0:1::", "::1:0:0:0:1"],
    ["::2:1:0:0:0:0", "0:0:2:2::"],
    ["a00:a0a:a:a0a:a0a::", "a00:a0a:a:a0a:0:a:0:a"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.7", "::ffff:192.0.2.8"],
    ["192.0.2.20", "192.0.2.21"],
    ["1:0:0:2:3:0:0:4", "1::2:0:0:3:4"],
    ["fe80:0:0:9:1:2:3:4", "fe80::9:0:0:0:0"],
  ];
  it("shares a bucket with its /64, however it is written", async () => {
    await using own = await start();
    for (const [first, second] of pairs) {
      const isSame = networkOf(canonicalAddress(first)!) === networkOf(canonicalAddress(second)!);
      await exhaust(own.origin, first);
      expect([second, await signInFrom(own.origin, second)]).toEqual([second, isSame ? 429 : 200]);
    }
  });

  it("falls into the bucket that the server, too, would count it in", async () => {
    await using own = await start();
    let run = 0;
    const word = fc.oneof(fc.constantFrom(0, 1, 0x0a, 0x0a0a, 0xffff), fc.nat(0xffff));
    const words = fc.tuple(word, word, word, word, word, word);
    const written = (group: number[]) => canonicalAddress(group.map((one) => one.toString(16)).join(":"))!;
    await fc.assert(
      fc.asyncProperty(words, words, fc.boolean(), async (one, other, isNear) => {
        run += 1;
        const near = isNear ? [...one.slice(0, 2), ...other.slice(2)] : other;
        const [first, second] = [
          written([0x2a00 + (run >> 12), run & 0xfff, ...one]),
          written([0x2a00 + (run >> 12), run & 0xfff, ...near]),
        ];
        await exhaust(own.origin, first);
        expect(await signInFrom(own.origin, second)).toBe(networkOf(first) === networkOf(second) ? 429 : 200);
      }),
      { numRuns: 60 },
    );
  });
});
