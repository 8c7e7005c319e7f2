import { createHash } from "node:crypto";
import { asc, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { describe, expect, it } from "vitest";
import { type TestDatabase, withDatabase } from "@/server/test/database";
import type { Db, Tx } from "./connect";
import { auditCheckpoints, auditEvents, auditLeaves, auditTiles, auditTree, auditUnsealed } from "./schema";

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** RFC 6962, 2.1. */
function treeHash(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 1) return sha256(Uint8Array.of(0), entries[0]!);
  const split = 2 ** (Math.ceil(Math.log2(entries.length)) - 1);
  return sha256(Uint8Array.of(1), treeHash(entries.slice(0, split)), treeHash(entries.slice(split)));
}

const newEvents = (count: number, minutesAgo = 0) =>
  Array.from({ length: count }, () => {
    const id = newId();
    return {
      id,
      occurredAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
      actorKind: "system" as const,
      actorLabel: "system",
      action: "host.touched",
      subjectType: "host",
      subjectLabel: "web-1",
      requestId: "request-1",
      canonical: Buffer.from(`event ${id}`),
    };
  });

const add = (db: Db | Tx, count: number) => db.insert(auditEvents).values(newEvents(count));
async function seal(db: Db | Tx, most = 10_000): Promise<number | null> {
  const [row] = await db.execute<{ sealed: number | null }>(sql`select seal_audit_events(${most}::integer) as sealed`);
  return row!.sealed;
}

async function opened({ open }: TestDatabase, poolSize = 4): Promise<Db> {
  const server = open("server", poolSize);
  await server.execute(sql`select make_audit_partitions(now())`);
  return server;
}

/** What the leaves stand for, in their order. */
async function sealedEntries(db: Db): Promise<Uint8Array[]> {
  const rows = await db
    .select({ index: auditLeaves.leafIndex, canonical: auditEvents.canonical })
    .from(auditLeaves)
    .innerJoin(
      auditEvents,
      sql`${auditEvents.id} = ${auditLeaves.eventId} and ${auditEvents.occurredAt} = ${auditLeaves.eventOccurredAt}`,
    )
    .orderBy(asc(auditLeaves.leafIndex));
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, index) => index));
  return rows.map(({ canonical }) => canonical);
}

/** Compares every checkpoint and every tile with the definition. */
async function expectTrueTree(db: Db): Promise<void> {
  const entries = await sealedEntries(db);
  for (const { size, root } of await db.select().from(auditCheckpoints))
    expect(Buffer.from(root), `root of ${size}`).toEqual(treeHash(entries.slice(0, size)));
  const [tree] = await db.select().from(auditTree);
  expect(tree).toMatchObject({ size: entries.length });
  const tiles = await db.select().from(auditTiles);
  const width = ({ level, tileIndex }: { level: number; tileIndex: number }) =>
    Math.min(256, Math.floor(entries.length / 256 ** level) - tileIndex * 256);
  for (const tile of tiles) {
    const span = 256 ** tile.level;
    const starts = Array.from({ length: width(tile) }, (_, place) => (tile.tileIndex * 256 + place) * span);
    const hashes = starts.map((start) => treeHash(entries.slice(start, start + span)));
    expect(Buffer.from(tile.hashes), `tile ${tile.level}/${tile.tileIndex}`).toEqual(Buffer.concat(hashes));
  }
  expect(tiles.filter(({ level }) => level === 0)).toHaveLength(Math.ceil(entries.length / 256));
}

describe("seal_audit_events", () => {
  it("R-AUD-5 builds the tree of RFC 6962, in batches of any size", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      expect(await seal(server)).toBe(0);
      for (const count of [1, 1, 2, 3, 1, 247, 1, 1, 600, 5, 170, 513]) {
        await add(server, count);
        expect(await seal(server)).toBe(count);
      }
      expect(await seal(server)).toBe(0);
      expect(await server.$count(auditUnsealed)).toBe(0);
      await expectTrueTree(server);
    }));

  it("carries full tiles to the levels above", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const owner = database.open("owner");
      await owner.execute(sql`
        insert into audit_events (id, occurred_at, actor_kind, actor_label, action, subject_type, subject_label, request_id, canonical)
        select gen_random_uuid(), now(), 'system', '', 'host.touched', '', '', '', convert_to(number::text, 'utf8')
        from generate_series(1, 66000) as number`);
      let sealed = 0;
      while (sealed < 66_000) sealed += (await seal(server, 9_999)) ?? 0;
      const [tiles] = await server.execute(
        sql`select array_agg(level || '/' || tile_index || ' ' || length(hashes) / 32 order by level, tile_index) filter (where level > 0) as names from audit_tiles`,
      );
      expect(tiles!.names).toBe('{"1/0 256","1/1 1","2/0 1"}');
      const entries = await sealedEntries(server);
      const [newest] = await server.select().from(auditCheckpoints).orderBy(sql`size desc`).limit(1);
      expect(Buffer.from(newest!.root)).toEqual(treeHash(entries));
    }));

  it("hashes the digest of an event that is too long for a bundle of entries", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const [event] = newEvents(1);
      const canonical = Buffer.alloc(65_536, "x");
      await server.insert(auditEvents).values({ ...event!, canonical });
      await seal(server);
      const [{ root } = {}] = await server.select().from(auditCheckpoints);
      const entry = Buffer.from(`{"sha256":"${sha256(canonical).toString("hex")}"}`);
      expect(Buffer.from(root!)).toEqual(sha256(Uint8Array.of(0), entry));
    }));

  it("R-AUD-9 lets one at a time, and misses nothing that commits late or in another order", () =>
    withDatabase(async (database) => {
      const server = await opened(database, 12);
      await server.transaction(async (late) => {
        await add(late, 3);
        const writers = Array.from({ length: 4 }, async () => {
          for (let round = 0; round < 10; round++) await add(server, 1 + (round % 3));
        });
        const leaders = Array.from({ length: 4 }, async () => {
          for (let round = 0; round < 15; round++) await seal(server, 5);
        });
        await Promise.all([...writers, ...leaders]);
      });
      while (await seal(server, 7));
      expect((await sealedEntries(server)).length).toBe(await server.$count(auditEvents));
      await expectTrueTree(server);
    }));

  it("gives null while another seals, and nothing of what was rolled back", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      await add(server, 2);
      class RolledBack extends Error {}
      const broken = server.transaction(async (tx) => {
        expect(await seal(tx)).toBe(2);
        expect(await seal(server)).toBeNull();
        throw new RolledBack();
      });
      await expect(broken).rejects.toThrow(RolledBack);
      expect(await server.$count(auditLeaves)).toBe(0);
      expect(await seal(server)).toBe(2);
    }));

  it("seals what there was before the tree, the oldest first, and nothing twice", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const owner = database.open("owner");
      const old = newEvents(1_000, 1).map((event, minute) => ({
        ...event,
        occurredAt: new Date(Math.max(Date.now() - minute * 1_000, monthStart())).toISOString(),
      }));
      await owner.execute(sql`alter table audit_events disable trigger audit_events_queue`);
      await owner.insert(auditEvents).values(old);
      await owner.execute(sql`alter table audit_events enable trigger audit_events_queue`);
      await owner.execute(
        sql`update audit_tree set queued_until = '0001-01-01', queued_until_id = '00000000-0000-0000-0000-000000000000'`,
      );
      await add(server, 10);
      const counts: (number | null)[] = [];
      do counts.push(await seal(server, 100));
      while (counts.at(-1) !== 0);
      expect(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(1_010);
      const [tree] = await server.select().from(auditTree);
      expect(tree).toMatchObject({ size: 1_010, queuedUntil: null, queuedUntilId: null });
      const [first] = await server.select().from(auditLeaves).orderBy(asc(auditLeaves.leafIndex)).limit(1);
      expect(first!.eventOccurredAt).toBe(old.map(({ occurredAt }) => occurredAt).sort()[0]);
      await expectTrueTree(server);
    }));
});

const monthStart = () => Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth());

describe("the tree", () => {
  const changes = [
    "delete from audit_unsealed",
    "insert into audit_unsealed values (now(), gen_random_uuid())",
    "insert into audit_leaves values (0, 99, now(), gen_random_uuid())",
    "update audit_leaves set leaf_index = 5",
    "delete from audit_leaves",
    "truncate audit_leaves",
    "update audit_tiles set hashes = hashes || hashes",
    "insert into audit_tiles values (0, 0, 7, '\\x00')",
    "delete from audit_tiles",
    "insert into audit_checkpoints values (0, 99, '\\x00', now())",
    "update audit_checkpoints set root = '\\x00'",
    "delete from audit_checkpoints",
    "update audit_tree set size = 0",
    "update audit_tree set origin = 'another'",
    "insert into audit_tree values (1, 'another', null, 0)",
    "delete from audit_tree",
    "alter table audit_events disable trigger audit_events_queue",
    "select queue_older_audit_events(audit_tree, 1) from audit_tree",
  ];
  const guarded = [
    "update audit_leaves set leaf_index = 5",
    "delete from audit_leaves",
    "truncate audit_leaves",
    "update audit_tiles set hashes = substr(hashes, 33)",
    "update audit_tiles set hashes = '\\x00'::bytea || substr(hashes, 2)",
    "delete from audit_tiles",
    "truncate audit_tiles",
    "update audit_checkpoints set root = '\\x00'",
    "update audit_checkpoints set signature = '\\x01'",
    "delete from audit_checkpoints",
    "update audit_tree set size = 0",
    "update audit_tree set public_key = '\\x00'",
    "delete from audit_tree",
    "truncate audit_unsealed",
  ];

  it("R-AUD-4 is nothing that the server's role could forge, nor the owner by mistake", () =>
    withDatabase(async (database) => {
      const server = await opened(database);
      const owner = database.open("owner");
      await add(server, 3);
      await seal(server);
      await server.execute(sql`select claim_audit_key(decode(repeat('07', 32), 'hex'))`);
      await server.execute(sql`update audit_checkpoints set signature = decode(repeat('09', 64), 'hex')`);
      await add(server, 1);
      for (const [db, statements] of [[server, changes] as const, [owner, guarded] as const]) {
        for (const statement of statements) {
          await expect(db.execute(sql.raw(statement)), statement).rejects.toMatchObject({ cause: { code: "42501" } });
        }
      }
      expect(await server.$count(auditUnsealed)).toBe(1);
      await expectTrueTree(server);
    }));

  it("keeps the first key that claims it", () =>
    withDatabase(async (database) => {
      const server = await opened(database, 6);
      const claim = async (byte: number) => {
        const [row] = await server.execute<{ key: Uint8Array }>(
          sql`select claim_audit_key(${Buffer.alloc(32, byte)}) as key`,
        );
        return row!.key[0];
      };
      const claimed = await Promise.all([1, 2, 3, 4, 5].map(claim));
      expect(new Set(claimed).size).toBe(1);
      await expect(server.execute(sql`select claim_audit_key('\\x00')`)).rejects.toMatchObject({
        cause: { code: "22023" },
      });
    }));
});
