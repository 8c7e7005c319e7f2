import { createHash, randomBytes } from "node:crypto";
import { open, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents, blobs } from "@/db/schema";
import type { Artifact } from "@/server/domain/artifacts/schema";
import { artifactsIn, openDirectory } from "@/server/test/blob-directory";
import { startServer, type TestServer } from "@/server/test/server";
import { put, uploaded } from "@/server/test/uploads";

let directory: Awaited<ReturnType<typeof openDirectory>>;
let server: TestServer;
const bytes = randomBytes(600_000);
let file: Artifact;
beforeAll(async () => {
  directory = await openDirectory();
  server = await startServer({ artifacts: artifactsIn(directory.store) });
  file = await uploaded(server, 'größe "1"; x=y.bin', bytes);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

const contentOf = ({ id }: Artifact) => `/api/v1/artifacts/${id}/content`;
const pathOf = ({ sha256 }: Artifact) => join(directory.root, directory.store.placeOf(Buffer.from(sha256, "hex")));

async function get(headers: Record<string, string> = {}, artifact = file, method: "GET" | "HEAD" = "GET") {
  return server.app.inject({
    method,
    url: contentOf(artifact),
    headers: { ...(await server.signedIn("operator")), ...headers },
  });
}

const downloadsOf = ({ id }: Artifact) =>
  server.db.$count(auditEvents, and(eq(auditEvents.subjectId, id), eq(auditEvents.action, "artifact.downloaded")));

describe("R-ART-3 a download", () => {
  it("gives all bytes, as a file to save that no browser runs", async () => {
    const { statusCode, headers, rawPayload } = await get();
    expect(statusCode).toBe(200);
    expect(rawPayload.equals(bytes)).toBe(true);
    expect(headers).toMatchObject({
      "content-length": "600000",
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="gro_e _1_; x=y.bin"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22%3B%20x%3Dy.bin`,
      "content-security-policy": expect.stringMatching(/^sandbox;/),
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
      etag: `"${createHash("sha256").update(bytes).digest("hex")}"`,
    });
  });

  it.each([
    ["<!doctype html><script>alert(1)</script>", "application/octet-stream"],
    ['<svg onload="alert(1)"/>', "application/octet-stream"],
    ["%PDF-1.7", "application/octet-stream"],
    ['{"a":1}', "application/json"],
    ["plain", "text/plain"],
  ])("of %s is no active content: %s", async (text, type) => {
    const { headers } = await get({}, await uploaded(server, "content", text));
    expect(String(headers["content-type"])).toContain(type);
    expect(String(headers["content-disposition"])).toMatch(/^attachment;/);
  });

  it("is one event of an actor in a quarter of an hour, before the bytes; HEAD and 304 are none", async () => {
    const artifact = await uploaded(server, "events", "abc");
    await get({}, artifact, "HEAD");
    await get({ "if-none-match": `"${artifact.sha256}"` }, artifact);
    expect(await downloadsOf(artifact)).toBe(0);
    await Promise.all(Array.from({ length: 10 }, (_, from) => get({ range: `bytes=${from % 3}-` }, artifact)));
    expect(await downloadsOf(artifact)).toBe(1);
    await server.send("admin", "GET", contentOf(artifact));
    expect(await downloadsOf(artifact)).toBe(2);
    server.setClock(new Date(Date.now() + 16 * 60_000));
    await get({}, artifact);
    server.setClock(new Date());
    expect(await downloadsOf(artifact)).toBe(3);
  });

  it("is not for those who may only read lists, nor of what was deleted or never was", async () => {
    for (const who of ["viewer", "auditor"] as const) {
      expect((await server.send(who, "GET", contentOf(file))).statusCode).toBe(403);
    }
    const artifact = await uploaded(server, "deleted", "abc");
    await server.send("operator", "DELETE", `/api/v1/artifacts/${artifact.id}`);
    expect((await get({}, artifact)).statusCode).toBe(404);
    expect((await get({}, { ...file, id: "x" })).statusCode).toBe(404);
  });

  it("goes on to its end though the artifact is deleted and collected meanwhile", async () => {
    const artifact = await uploaded(server, "slow", randomBytes(1_000_000));
    const headers = await server.signedIn("admin");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => server.app.inject({ url: contentOf(artifact), headers, payloadAsStream: true })),
    );
    await rm(pathOf(artifact));
    for (const answer of answers) {
      const hash = createHash("sha256");
      for await (const chunk of answer.stream()) hash.update(chunk);
      expect(hash.digest("hex")).toBe(artifact.sha256);
    }
  });
});

describe("a part of a file", () => {
  it.each([
    ["bytes=0-0", 0, 1],
    ["bytes=100-199", 100, 200],
    ["bytes=599999-", 599_999, 600_000],
    ["bytes=300000-9999999999", 300_000, 600_000],
    ["bytes=-7", 599_993, 600_000],
    ["bytes=-9999999", 0, 600_000],
    ["Bytes= 5-9", 5, 10],
  ])("(%s) is given with its place", async (range, from, to) => {
    const { statusCode, headers, rawPayload } = await get({ range });
    expect([statusCode, headers["content-range"]]).toEqual([206, `bytes ${from}-${to - 1}/600000`]);
    expect(headers["content-length"]).toBe(String(to - from));
    expect(rawPayload.equals(bytes.subarray(from, to))).toBe(true);
  });

  it.each(["bytes=600000-", "bytes=-0", "bytes=700000-800000,900000-"])(
    "(%s) that is not there: 416",
    async (range) => {
      const { statusCode, headers, body } = await get({ range });
      expect([statusCode, headers["content-range"]]).toEqual([416, "bytes */600000"]);
      expect(JSON.parse(body).code).toBe("range_not_satisfiable");
      expect(headers["content-disposition"]).toBeUndefined();
    },
  );

  it.each([
    ...["bytes=9-5", "bytes=-", "bytes=a-b", "bytes=", "bits=0-1", "bytes=0-10,5-20", "bytes=0-1;2-3"],
    `bytes=${Array.from({ length: 17 }, (_, index) => `${index * 2}-${index * 2}`).join()}`,
  ])("(%s) that is none, or too many: the whole file", async (range) => {
    const { statusCode, rawPayload } = await get({ range });
    expect([statusCode, rawPayload.length]).toEqual([200, bytes.length]);
  });

  it("and another come in one answer, each with its place", async () => {
    const { statusCode, headers, rawPayload } = await get({ range: "bytes=0-3, 500000-500001,-2" });
    expect([statusCode, headers["content-length"]]).toEqual([206, String(rawPayload.length)]);
    const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(String(headers["content-type"]))?.[1];
    const text = rawPayload.toString("latin1");
    const part = (from: number, to: number) =>
      `--${boundary}\r\ncontent-type: application/octet-stream\r\ncontent-range: bytes ${from}-${to - 1}/600000\r\n\r\n${bytes.subarray(from, to).toString("latin1")}\r\n`;
    expect(text).toBe(`${part(0, 4)}${part(500_000, 500_002)}${part(599_998, 600_000)}--${boundary}--\r\n`);
  });
});

describe("a condition", () => {
  const past = "Sat, 01 Jan 2000 00:00:00 GMT";
  const future = "Fri, 01 Jan 2100 00:00:00 GMT";
  it.each<[string, (etag: string) => Record<string, string>, number]>([
    ["If-None-Match of the same", (etag) => ({ "if-none-match": etag }), 304],
    ["If-None-Match, weak, among others", (etag) => ({ "if-none-match": `"x", W/${etag}` }), 304],
    ["If-None-Match of anything", () => ({ "if-none-match": "*" }), 304],
    ["If-None-Match of another", () => ({ "if-none-match": '"x"' }), 200],
    ["If-None-Match before If-Modified-Since", () => ({ "if-none-match": '"x"', "if-modified-since": future }), 200],
    ["If-Match of the same", (etag) => ({ "if-match": etag }), 200],
    ["If-Match of another", () => ({ "if-match": '"x"' }), 412],
    ["If-Match, weak", (etag) => ({ "if-match": `W/${etag}` }), 412],
    ["If-Modified-Since of later", () => ({ "if-modified-since": future }), 304],
    ["If-Modified-Since of before", () => ({ "if-modified-since": past }), 200],
    ["If-Modified-Since that is no date", () => ({ "if-modified-since": "yesterday" }), 200],
    ["If-Unmodified-Since of before", () => ({ "if-unmodified-since": past }), 412],
    ["If-Range of the same", (etag) => ({ range: "bytes=0-1", "if-range": etag }), 206],
    ["If-Range of another", () => ({ range: "bytes=0-1", "if-range": '"x"' }), 200],
    ["If-Range of before", () => ({ range: "bytes=0-1", "if-range": past }), 200],
  ])("(%s) holds", async (_, conditions, status) => {
    const etag = `"${file.sha256}"`;
    const answer = await get(conditions(etag));
    expect(answer.statusCode).toBe(status);
    if (status === 304) expect([answer.body, answer.headers.etag]).toEqual(["", etag]);
  });
});

describe("R-ART-5 a byte that turned over on the disk", () => {
  const damage = async (artifact: Artifact) => {
    await using handle = await open(pathOf(artifact), "r+");
    await handle.write(Buffer.of(0xff), 0, 1, artifact.sizeBytes - 1);
  };
  const eventsOf = ({ sha256 }: Artifact) =>
    server.db.select().from(auditEvents).where(eq(auditEvents.subjectId, sha256));

  it("never completes a download, and the next one is refused; the same bytes mend it", async () => {
    const content = Buffer.alloc(700_000, 7);
    const artifact = await uploaded(server, "damaged", content);
    await damage(artifact);
    const headers = await server.signedIn("admin");
    await expect(server.app.inject({ url: contentOf(artifact), headers })).rejects.toThrow();
    await expect.poll(() => eventsOf(artifact)).toMatchObject([{ action: "blob.found-corrupt", actorKind: "system" }]);
    const refused = await get({}, artifact);
    expect([refused.statusCode, refused.json().code]).toEqual([410, "gone"]);
    expect((await server.send("viewer", "GET", `/api/v1/artifacts/${artifact.id}`)).json().isCorrupt).toBe(true);
    expect((await put(server, "mended", content)).statusCode).toBe(201);
    expect((await get({}, artifact)).rawPayload.equals(content)).toBe(true);
  });

  it.each<[string, (artifact: Artifact) => Promise<void>]>([
    ["a file that is cut off", (artifact) => truncate(pathOf(artifact), 10)],
    ["a file that is gone", (artifact) => rm(pathOf(artifact))],
  ])("is no worse than %s: refused before the first byte, and marked", async (name, spoil) => {
    const artifact = await uploaded(server, name, randomBytes(1_000));
    await spoil(artifact);
    expect((await get({}, artifact)).statusCode).toBe(410);
    const [blob] = await server.db
      .select()
      .from(blobs)
      .where(eq(blobs.sha256, Buffer.from(artifact.sha256, "hex")));
    expect(blob?.state).toBe("corrupt");
    expect(await downloadsOf(artifact)).toBe(0);
  });
});
