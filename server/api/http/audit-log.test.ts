import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditCheckpoints, auditEvents } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { isSigned, parseCheckpoint, parseKeyText, parseProof, verifyProof } from "@/server/domain/audit-tree/proof";
import { readSigningKey } from "@/server/domain/audit-tree/signing-key";
import { system } from "@/server/domain/context";
import { keepAuditLogSealed } from "@/server/jobs/seal-audit-log";
import { auditSettings } from "@/server/test/audit-key";
import { contextOver } from "@/server/test/database";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
let events: (typeof auditEvents.$inferSelect)[];
beforeAll(async () => {
  server = await startServer();
  await server.signedIn("auditor");
  const { db } = server;
  const subject = { type: "host", id: null, label: "web-1" };
  const many = Array.from({ length: 300 }, () => ({ action: "host.touched" as const, subject }));
  await audited(contextOver(db), "hosts.write", async () => ({ result: null, events: many }));
  events = await db.select().from(auditEvents);
  const { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR } = await auditSettings();
  const stopping = new AbortController();
  const sealing = keepAuditLogSealed(() => contextOver(db, system), {
    key: await readSigningKey(AUDIT_KEY_FILE),
    checkpointDirectory: AUDIT_CHECKPOINT_DIR,
    signal: stopping.signal,
    published: () => {},
    failed: (error) => expect.unreachable(String(error)),
  });
  await vi.waitFor(async () => expect(await db.select().from(auditCheckpoints)).toMatchObject([{ size: 301 }]), 20_000);
  stopping.abort();
  await sealing;
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string, who: Parameters<TestServer["send"]>[0] = "nobody") =>
  server.send(who, "GET", `/api/v1/${path}`);
const theKey = async () => (await parseKeyText((await get("audit-log/key")).body))!;

describe("the audit log for verifiers", () => {
  it("R-AUD-5 gives anybody its key and a checkpoint that the key has signed", async () => {
    const { statusCode, headers, body } = await get("audit-log/checkpoint");
    expect([statusCode, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
    const checkpoint = parseCheckpoint(body)!;
    expect(checkpoint.size).toBe(301);
    expect(await isSigned(checkpoint, await theKey())).toBe(true);
  });

  it("R-AUD-5 gives anybody its tiles, whole and in part, and no others", async () => {
    const full = await get("audit-log/tile/0/000");
    expect([full.statusCode, full.headers["content-type"]]).toEqual([200, "application/octet-stream"]);
    expect(full.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(full.rawPayload).toHaveLength(8_192);
    expect((await get("audit-log/tile/0/000.p/7")).rawPayload).toEqual(full.rawPayload.subarray(0, 224));
    expect((await get("audit-log/tile/0/001.p/45")).rawPayload).toHaveLength(45 * 32);
    expect((await get("audit-log/tile/1/000.p/1")).rawPayload).toHaveLength(32);
    for (const path of ["0/001", "0/001.p/46", "1/000", "1/000.p/2", "2/000.p/1", "0/002.p/1", "0/0", "x", "0/000.p/0"])
      expect((await get(`audit-log/tile/${path}`)).statusCode, path).toBe(404);
  });

  it("R-AUD-5 gives who may read events the entries, which hash to the tiles", async () => {
    const { statusCode, headers, rawPayload } = await get("audit-log/tile/entries/001.p/45", "auditor");
    expect([statusCode, headers["cache-control"]]).toEqual([200, "private, max-age=31536000, immutable"]);
    const { rawPayload: tile } = await get("audit-log/tile/0/001.p/45");
    const hashes: Buffer[] = [];
    for (let offset = 0; offset < rawPayload.length; ) {
      const end = offset + 2 + rawPayload.readUInt16BE(offset);
      const entry = rawPayload.subarray(offset + 2, end);
      hashes.push(createHash("sha256").update(Buffer.of(0)).update(entry).digest());
      offset = end;
    }
    expect(Buffer.concat(hashes)).toEqual(tile);
    expect((await get("audit-log/tile/entries/001.p/46", "auditor")).statusCode).toBe(404);
    expect((await get("audit-log/tile/entries/000")).statusCode).toBe(401);
    expect((await get("audit-log/tile/entries/000", "operator")).statusCode).toBe(403);
  });
});

describe("the proof of an event", () => {
  it("proves it by itself, to whoever has the key", async () => {
    const key = await theKey();
    for (const { id, canonical } of [events.at(0)!, events.at(17)!, events.at(-1)!]) {
      const { statusCode, headers, body } = await get(`audit-events/${id}/proof`, "auditor");
      expect([statusCode, headers["content-disposition"]]).toEqual([200, `attachment; filename="${id}.tlog-proof"`]);
      expect(await verifyProof(body, key)).toBe("proven");
      const proof = parseProof(body)!;
      expect(Buffer.from(proof.canonical)).toEqual(Buffer.from(canonical));
      const item = (await get(`audit-events/${id}`, "auditor")).json();
      expect(item.leafIndex).toBe(proof.index);
    }
  });

  it("is not there for an event that is not sealed yet, or is none", async () => {
    await audited(contextOver(server.db), "hosts.write", async () => ({
      result: null,
      events: [{ action: "host.touched" as const, subject: { type: "host", id: "late", label: "web-1" } }],
    }));
    const { items } = (await get("audit-events?subjectId=late", "auditor")).json();
    expect(items).toMatchObject([{ leafIndex: null }]);
    expect((await get(`audit-events/${items[0].id}/proof`, "auditor")).statusCode).toBe(409);
    expect((await get("audit-events/01890000-0000-7000-8000-000000000000/proof", "auditor")).statusCode).toBe(404);
    expect((await get("audit-events/x/proof", "auditor")).statusCode).toBe(404);
    expect((await get(`audit-events/${events[0]!.id}/proof`, "viewer")).statusCode).toBe(403);
  });

  it("comes with leaf numbers in the list and in exports", async () => {
    const list = (await get("audit-events?action=user.signed-in", "auditor")).json();
    expect(list.items.at(-1).leafIndex).toBe(0);
    const lines = (await get("audit-events/export.ndjson?action=host.touched", "auditor")).body.trim().split("\n");
    const indexes = lines.map((line) => JSON.parse(line).leafIndex).filter((index) => index !== null);
    expect(new Set(indexes).size).toBe(300);
  });
});
