import { createHash, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { artifacts, auditEvents, blobs, storedBytes } from "@/db/schema";
import type { Artifact } from "@/server/domain/artifacts/schema";
import { directoryStore } from "@/server/domain/blob-store/directory";
import { artifactsIn, openDirectory, sizesBelow } from "@/server/test/blob-directory";
import { actors } from "@/server/test/database";
import { startServer, type TestServer } from "@/server/test/server";
import { withSmallDisk } from "@/server/test/small-disk";
import { put as putTo } from "@/server/test/uploads";

const limit = 100_000;
let directory: Awaited<ReturnType<typeof openDirectory>>;
let server: TestServer;
beforeAll(async () => {
  directory = await openDirectory();
  server = await startServer({ artifacts: { ...artifactsIn(directory.store), maxBytes: limit } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

type Sent = Parameters<typeof putTo>[3];
const put = (name: string, payload: Buffer | string, sent?: Sent) => putTo(server, name, payload, sent);
const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();
const digestOf = (bytes: Buffer | string) => ({ "content-digest": `sha-256=:${sha256(bytes).toString("base64")}:` });
const counts = async () => [
  await server.db.$count(artifacts),
  await server.db.$count(auditEvents),
  (await directory.sizes()).length,
];

describe("an upload", () => {
  it("is kept with its digest, its type by content and its event", async () => {
    const bytes = "2026-11-21 started\n";
    const answer = await put("app.log", bytes, { query: "?kind=log&description=of%20web-1", headers: digestOf(bytes) });
    expect(answer.statusCode).toBe(201);
    const artifact = answer.json<Artifact>();
    expect(artifact).toMatchObject({
      ...{
        name: "app.log",
        version: 1,
        kind: "log",
        hostId: null,
        description: "of web-1",
        pinned: false,
        revision: 1,
      },
      ...{ sizeBytes: 19, sha256: sha256(bytes).toString("hex"), contentType: "text/plain", isCorrupt: false },
      uploadedBy: { id: actors.operator.id, label: "operator@example.net" },
    });
    expect(answer.headers).toMatchObject({ location: `/api/v1/artifacts/${artifact.id}`, etag: '"1"' });
    const [event] = await server.db.select().from(auditEvents).where(eq(auditEvents.subjectId, artifact.id));
    expect(event).toMatchObject({
      ...{ action: "artifact.uploaded", actorId: actors.operator.id, subjectLabel: "app.log v1" },
      after: { sha256: artifact.sha256, sizeBytes: 19, name: "app.log", version: 1 },
    });
    expect((await server.send("viewer", "GET", `/api/v1/artifacts/${artifact.id}`)).json()).toEqual(artifact);
  });

  it("of a name that is there makes its next version, also at once, and the same bytes are kept once", async () => {
    const bytes = randomBytes(50_000);
    const before = (await directory.sizes()).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => put("twenty.bin", bytes)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 201));
    const versions = answers.map((answer) => answer.json<Artifact>().version).toSorted((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect((await directory.sizes()).length).toBe(before + 1);
    expect(await server.db.$count(blobs, eq(blobs.sha256, sha256(bytes)))).toBe(1);
  });

  it("may be empty, and may come without a content type, as curl -T sends it", async () => {
    const cookie = await server.signedIn("admin");
    const headers = { ...cookie, "sec-fetch-site": "same-origin" };
    const answer = await server.app.inject({ method: "PUT", url: "/api/v1/artifacts/by-name/empty", headers });
    expect(answer.json()).toMatchObject({ sizeBytes: 0, sha256: sha256("").toString("hex"), kind: "other" });
  });

  it("belongs to the host that is named, which must exist", async () => {
    const body = { hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" };
    const { id } = (await server.send("admin", "POST", "/api/v1/hosts", { body })).json();
    expect((await put("of-host", "x", { query: `?host=${id}` })).json()).toMatchObject({ hostId: id });
    const before = await counts();
    const answer = await put("of-host", "x", { query: `?host=${actors.viewer.id}` });
    expect([answer.statusCode, answer.json().errors]).toMatchObject([422, [{ path: "host" }]]);
    expect(await counts()).toEqual(before);
  });

  it("that is repeated with its Idempotency-Key gets the same answer, and with other bytes is refused", async () => {
    const headers = { "idempotency-key": "upload-1" };
    const first = await put("once", "the same", { headers });
    const before = await counts();
    expect((await put("once", "the same", { headers })).json()).toEqual(first.json());
    expect((await put("once", "others", { headers })).statusCode).toBe(422);
    expect(await server.db.$count(artifacts, eq(artifacts.name, "once"))).toBe(1);
    expect((await counts()).slice(0, 2)).toEqual(before.slice(0, 2));
  });
});

describe("R-ART-1 a digest", () => {
  const right = sha256("abc").toString("base64");
  const wrong = sha256("abd").toString("base64");
  it.each([
    ["that is wrong", { "content-digest": `sha-256=:${wrong}:` }, 422],
    ["of the older kind that is wrong", { digest: `SHA-256=${wrong}` }, 422],
    ["that is wrong beside another algorithm", { "content-digest": `sha-512=:AAAA:, sha-256=:${wrong}:` }, 422],
    ["that comes twice", { "content-digest": `sha-256=:${right}:, sha-256=:${wrong}:` }, 400],
    ["in two headers", { "content-digest": `sha-256=:${right}:`, "repr-digest": `sha-256=:${right}:` }, 400],
    ["that is too short", { "content-digest": "sha-256=:AAAA:" }, 400],
    ["that is no base64", { "content-digest": `sha-256=:${"!".repeat(44)}:` }, 400],
    ["without colons and equals sign", { "content-digest": right }, 400],
    ["of an algorithm that is not checked", { "content-digest": "sha-512=:AAAA:" }, 400],
    ["that is empty", { "content-digest": "" }, 400],
  ])("%s is refused and nothing is kept", async (_, headers, status) => {
    const before = await counts();
    const answer = await put("digest", "abc", { headers });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([status, "application/problem+json"]);
    expect(await counts()).toEqual(before);
  });

  it.each([
    { "content-digest": `sha-256=:${right}:` },
    { "content-digest": `sha-512=:AAAA:, sha-256=:${right}:` },
    { digest: `SHA-256=${right}` },
  ])("that is right is taken (%j)", async (headers) => {
    expect((await put("digest", "abc", { headers })).statusCode).toBe(201);
  });
});

describe("R-ART-3 a name", () => {
  it.each([
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "a/b",
    "...",
    ".",
    "nul\0byte",
    "line\nbreak",
    "tab\there",
    "\u202egpj.exe",
    "zero\u200bwidth",
    " ",
    "x".repeat(4_096),
    "x".repeat(256),
  ])("%j is refused with a sentence, and nothing is kept", async (name) => {
    const before = await counts();
    const answer = await put(name, "abc");
    expect([answer.statusCode, answer.json().code]).toEqual([422, "invalid"]);
    expect(answer.json().errors[0]).toMatchObject({ path: "name", message: expect.stringMatching(/^\w.{8,}/) });
    expect(await counts()).toEqual(before);
  });

  it.each(["größe 日本.log", "a b%2Fc;d?e#f.txt", "--help", "x".repeat(255), "C:", "$(reboot)", "'\"<script>"])(
    "%j is data, and comes back as it was",
    async (name) => {
      const answer = await put(name, "abc");
      expect([answer.statusCode, answer.json().name]).toEqual([201, name.normalize("NFC")]);
    },
  );

  it.each(["?kind=virus", "?kind=log&kind=log", "?host=web-1", "?colour=red", `?description=${"x".repeat(1_001)}`])(
    "with options that are none (%s) is refused",
    async (query) => expect((await put("options", "abc", { query })).statusCode).toBe(400),
  );
});

describe("R-ART-4 the size", () => {
  it("may be the limit and not one byte more, whatever the length says", async () => {
    expect((await put("limit", randomBytes(limit))).statusCode).toBe(201);
    const before = await counts();
    for (const headers of [{}, { "content-length": "10" }, { "content-length": String(2 ** 40) }]) {
      const answer = await put("limit", randomBytes(limit + 1), { headers });
      expect([answer.statusCode, answer.json().code]).toEqual([413, "too_large"]);
    }
    expect(await counts()).toEqual(before);
  });
});

describe("R-ART-2 a full disk", () => {
  it("is 507 for what it cannot keep, of which nothing stays, and small uploads go on", () =>
    withSmallDisk(async (root) => {
      const artifactOptions = { ...artifactsIn(directoryStore(root)), maxBytes: 8_000_000 };
      await using small = await startServer({ artifacts: artifactOptions });
      const answer = await putTo(small, "large", randomBytes(4_000_000));
      expect([answer.statusCode, answer.json().code]).toEqual([507, "storage_full"]);
      expect(await sizesBelow(root)).toEqual([]);
      expect((await putTo(small, "small", randomBytes(1_000))).statusCode).toBe(201);
      expect(await small.db.$count(artifacts)).toBe(1);
    }));
});

describe("R-ART-6 a quota", () => {
  it("of a user holds exactly, also for uploads at once", async () => {
    await using limited = await startServer({
      artifacts: { ...artifactsIn(directory.store), quotas: { perUserBytes: 10_000, totalBytes: 0 } },
    });
    const uploads = Array.from({ length: 8 }, (_, index) => putTo(limited, `q${index}`, randomBytes(4_000)));
    const statuses = (await Promise.all(uploads)).map(({ statusCode }) => statusCode).toSorted((a, b) => a - b);
    expect(statuses).toEqual([201, 201, 413, 413, 413, 413, 413, 413]);
    expect((await putTo(limited, "q9", randomBytes(4_000), { who: "admin" })).statusCode).toBe(201);
    const used = await limited.db.select().from(storedBytes).where(eq(storedBytes.owner, actors.operator.id));
    expect(used).toEqual([{ owner: actors.operator.id, sizeBytes: 8_000 }]);
  });

  it("of all together holds for what is really kept: 507", async () => {
    await using limited = await startServer({
      artifacts: { ...artifactsIn(directory.store), quotas: { perUserBytes: 0, totalBytes: 10_000 } },
    });
    const bytes = randomBytes(4_000);
    for (const name of ["a", "b"]) expect((await putTo(limited, name, bytes)).statusCode).toBe(201);
    expect((await putTo(limited, "c", randomBytes(6_000))).statusCode).toBe(201);
    const answer = await putTo(limited, "d", randomBytes(1), { who: "admin" });
    expect([answer.statusCode, answer.json().code]).toEqual([507, "storage_full"]);
    expect(await limited.db.select().from(storedBytes).where(eq(storedBytes.owner, "total"))).toMatchObject([
      { sizeBytes: 10_000 },
    ]);
  });
});
