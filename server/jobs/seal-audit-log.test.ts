import { asc, isNotNull, sql } from "drizzle-orm";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Db } from "@/db/connect";
import { auditCheckpoints, auditEvents, auditLeaves } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import {
  currentTree,
  findNewestSigned,
  getCheckpointNote,
  getKeyText,
  readRangeHashes,
} from "@/server/domain/audit-tree/checkpoints";
import {
  type Checkpoint,
  consistencyRanges,
  isConsistent,
  isSigned,
  keyText,
  parseCheckpoint,
} from "@/server/domain/audit-tree/proof";
import { readPublished } from "@/server/domain/audit-tree/published";
import { AuditLogContradiction } from "@/server/domain/audit-tree/seal";
import { readSigningKey, type SigningKey } from "@/server/domain/audit-tree/signing-key";
import { system } from "@/server/domain/context";
import { auditSettings } from "@/server/test/audit-key";
import { contextOver, makePartitions, masterKey, type TestDatabase, withDatabase } from "@/server/test/database";
import { startProcess } from "@/server/test/processes";
import { keepAuditLogSealed } from "./seal-audit-log";

const patience = { timeout: 20_000 };

async function opened({ open }: TestDatabase, poolSize = 8): Promise<Db> {
  const server = open("server", poolSize);
  await makePartitions(server);
  return server;
}

/** Writes events, each in a transaction of its own. */
async function write(db: Db, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    await audited(contextOver(db), "hosts.write", async () => ({
      result: null,
      events: [{ action: "host.touched", subject: { type: "host", id: null, label: `web-${number}` } }],
    }));
  }
}

type Published = { checkpoint: Checkpoint; note: string };

/** Seals as a worker does, until it is stopped or the test ends. */
function startLeader(db: Db, key: SigningKey, checkpointDirectory: string) {
  const stopping = new AbortController();
  const published: Published[] = [];
  const failures: unknown[] = [];
  const ended = keepAuditLogSealed(() => contextOver(db, system), {
    ...{ key, checkpointDirectory, signal: stopping.signal },
    published: (checkpoint, note) => void published.push({ checkpoint, note }),
    failed: (error) => void failures.push(error),
  });
  const stop = () => {
    stopping.abort();
    return ended;
  };
  onTestFinished(stop);
  return { published, failures, stop };
}

const signedSizes = async (db: Db) => {
  const rows = await db
    .select({ size: auditCheckpoints.size })
    .from(auditCheckpoints)
    .where(isNotNull(auditCheckpoints.signature))
    .orderBy(asc(auditCheckpoints.size));
  return rows.map(({ size }) => size);
};

async function untilSealed(db: Db): Promise<void> {
  const events = await db.$count(auditEvents);
  await vi.waitFor(async () => expect((await signedSizes(db)).at(-1)).toBe(events), patience);
}

describe("the sealing of the audit log", () => {
  it("R-AUD-5 R-AUD-7 signs what was written, and publishes it outside the database", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR } = await auditSettings();
      const leader = startLeader(server, await readSigningKey(AUDIT_KEY_FILE), AUDIT_CHECKPOINT_DIR);
      await write(server, 3);
      await untilSealed(server);
      await vi.waitFor(async () => expect(leader.published).not.toEqual([]), patience);
      await write(server, 2);
      await untilSealed(server);
      await leader.stop();
      expect(leader.failures).toEqual([]);
      const { checkpoint, key } = await readPublished(AUDIT_CHECKPOINT_DIR);
      expect(checkpoint).toMatchObject({ size: 5, origin: expect.stringMatching(/^opsdesk\/[0-9a-f-]{36}\/0$/) });
      expect(await isSigned(checkpoint!, key!)).toBe(true);
      expect(await findNewestSigned(server)).toMatchObject({ epoch: 0, checkpoint: { size: 5 } });
      expect(await getCheckpointNote({ db: server })).toBe(leader.published.at(-1)!.note);
      expect(await getKeyText({ db: server })).toBe(await keyText(key!));
      expect(leader.published.at(-1)!.checkpoint.size).toBe(5);
      expect(await signedSizes(server)).toEqual(expect.arrayContaining([5]));
    }));

  it("R-AUD-9 never signs two pasts, with three leaders at once and writers between them", () =>
    withDatabase(async (database) => {
      const server = await opened(database, 16);
      const { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR } = await auditSettings();
      const key = await readSigningKey(AUDIT_KEY_FILE);
      const leaders = [1, 2, 3].map((number) => startLeader(server, key, `${AUDIT_CHECKPOINT_DIR}-${number}`));
      await Promise.all([1, 2, 3, 4].map(() => write(server, 40)));
      await untilSealed(server);
      await Promise.all(leaders.map(({ stop }) => stop()));
      expect(leaders.flatMap(({ failures }) => failures)).toEqual([]);

      const told = leaders.flatMap(({ published }) => published);
      const tree = await currentTree(server);
      for (const { note } of told)
        expect(await isSigned(parseCheckpoint(note)!, { name: tree.origin, publicKey: key.publicKey })).toBe(true);
      const stored = await server.select().from(auditCheckpoints);
      await expectOnePast(server, [...told.map(({ checkpoint }) => checkpoint), ...stored]);
    }));

  it("R-AUD-9 goes on where a worker was killed, at whatever moment", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const settings = { ...(await auditSettings()), DATABASE_URL: database.serverUrl, OPSDESK_MASTER_KEY: masterKey };
      const start = () => startProcess("worker", { ...settings, METRICS_PORT: "0", DRAIN_WAIT_SECONDS: "0" });
      const notes: string[] = [];
      for (let trial = 1; trial <= 3; trial++) {
        const worker = start();
        const before = await server.$count(auditLeaves);
        await write(server, 20);
        const writing = write(server, 50);
        // Some time after it has begun to seal, while it is at it.
        await vi.waitFor(async () => expect(await server.$count(auditLeaves)).toBeGreaterThan(before), patience);
        await writing;
        worker.signal("SIGKILL");
        await worker.exited;
        notes.push(...notesIn(worker.logLines()));
      }
      const last = start();
      await write(server, 1);
      await untilSealed(server);
      last.signal("SIGTERM");
      expect(await last.exited).toBe(0);
      notes.push(...notesIn(last.logLines()));
      const checkpoints = notes.map((note) => parseCheckpoint(note)!);
      expect(checkpoints.at(-1)!.size).toBe(211);
      await expectOnePast(server, [...checkpoints, ...(await server.select().from(auditCheckpoints))]);
    }));

  it("R-AUD-10 refuses to sign a log that was set back behind what was published", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR } = await auditSettings();
      const key = await readSigningKey(AUDIT_KEY_FILE);
      const first = startLeader(server, key, AUDIT_CHECKPOINT_DIR);
      await write(server, 3);
      await untilSealed(server);
      await first.stop();
      await setBackToNothing(database.open("superuser", 1));
      for (const count of [1, 4]) {
        await write(server, count);
        const second = startLeader(server, key, AUDIT_CHECKPOINT_DIR);
        await vi.waitFor(async () => expect(second.failures[0]).toBeInstanceOf(AuditLogContradiction), patience);
        await second.stop();
        expect(await signedSizes(server)).toEqual([]);
      }
      expect((await readPublished(AUDIT_CHECKPOINT_DIR)).checkpoint!.size).toBe(3);
    }));

  it("refuses a key that is not the log's, and the folder of another log", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const [ours, other] = [await auditSettings(), await auditSettings()];
      const key = await readSigningKey(ours.AUDIT_KEY_FILE);
      const first = startLeader(server, key, ours.AUDIT_CHECKPOINT_DIR);
      await write(server, 1);
      await untilSealed(server);
      await first.stop();
      await write(server, 1);
      const foreign = await readSigningKey(other.AUDIT_KEY_FILE);
      for (const directory of [ours.AUDIT_CHECKPOINT_DIR, other.AUDIT_CHECKPOINT_DIR]) {
        const stranger = startLeader(server, foreign, directory);
        await vi.waitFor(() => expect(stranger.failures[0]).toBeInstanceOf(AuditLogContradiction), patience);
        await stranger.stop();
        expect(await signedSizes(server)).toEqual([1]);
      }
      await withDatabase(async (another) => {
        const elsewhere = await opened(another);
        await write(elsewhere, 2);
        const stranger = startLeader(elsewhere, key, ours.AUDIT_CHECKPOINT_DIR);
        await vi.waitFor(() => expect(stranger.failures[0]).toBeInstanceOf(AuditLogContradiction), patience);
        await stranger.stop();
        expect(await signedSizes(elsewhere)).toEqual([]);
      });
    }));
});

const notesIn = (lines: Record<string, unknown>[]) =>
  lines.flatMap(({ message, note }) => (message === "audit checkpoint" ? [String(note)] : []));

/** Every pair of checkpoints, each with its consistency proof. */
async function expectOnePast(db: Db, checkpoints: readonly Pick<Checkpoint, "size" | "root">[]): Promise<void> {
  const { epoch } = await currentTree(db);
  const sorted = checkpoints.toSorted((one, other) => one.size - other.size);
  for (const [place, old] of sorted.entries()) {
    for (const now of [sorted[place + 1], sorted.at(-1)].filter((later) => later !== undefined)) {
      const hashes = await readRangeHashes(db, epoch, consistencyRanges(old.size, now.size));
      expect(await isConsistent(old, now, hashes), `${old.size} in ${now.size}`).toBe(true);
    }
  }
}

/** As an earlier backup would leave the log, but for the events. */
async function setBackToNothing(superuser: Db): Promise<void> {
  await superuser.execute(sql`set session_replication_role = replica`);
  await superuser.execute(sql`delete from audit_leaves`);
  await superuser.execute(sql`delete from audit_tiles`);
  await superuser.execute(sql`delete from audit_checkpoints`);
  await superuser.execute(sql`update audit_tree set size = 0`);
  await superuser.execute(sql`delete from audit_events`);
  await superuser.execute(sql`set session_replication_role = origin`);
}
