import { join } from "node:path";
import { asc, sql } from "drizzle-orm";
import fc from "fast-check";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { auditCheckpoints, auditEvents, auditLeaves } from "@/db/schema";
import { canonicalBytes } from "@/server/domain/audit/canonical";
import { type Context, system } from "@/server/domain/context";
import { auditSettings } from "@/server/test/audit-key";
import { contextOver, createDatabase, makePartitions, type TestDatabase } from "@/server/test/database";
import { newSigningKey, publishNewest, tampering, writeSealedEvents } from "@/server/test/sealed-log";
import { leafHashNow } from "./hash";
import { readPublished } from "./published";
import { sealEvents, signCheckpoints } from "./seal";
import { readSigningKey, type SigningKey } from "./signing-key";
import { type Evidence, verifyDatabase } from "./verify-database";

const size = 1_000;

let database: TestDatabase;
let ctx: Context;
let superuser: Db;
let key: SigningKey;
let foreignKey: SigningKey;
let evidence: Evidence;
let leaves: { id: string; occurredAt: string }[];
let checkpointSizes: number[];

beforeAll(async () => {
  database = await createDatabase();
  const db = database.open("server");
  superuser = database.open("superuser", 1);
  await makePartitions(db);
  ctx = contextOver(db);
  const { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR } = await auditSettings();
  key = await readSigningKey(AUDIT_KEY_FILE);
  foreignKey = await newSigningKey(join(AUDIT_CHECKPOINT_DIR, "foreign.pem"));
  await writeSealedEvents(ctx, key, 600);
  for (const table of treeTables)
    await superuser.execute(sql.raw(`create table old_${table} as select * from ${table}`));
  await writeSealedEvents(ctx, key, size - 600);
  await publishNewest(ctx, key, AUDIT_CHECKPOINT_DIR);
  const { checkpoint, key: publicKey } = await readPublished(AUDIT_CHECKPOINT_DIR);
  evidence = { published: checkpoint, key: publicKey };
  leaves = await db
    .select({ id: auditLeaves.eventId, occurredAt: auditLeaves.eventOccurredAt })
    .from(auditLeaves)
    .orderBy(asc(auditLeaves.leafIndex));
  const checkpoints = await db.select({ size: auditCheckpoints.size }).from(auditCheckpoints);
  checkpointSizes = checkpoints.map((row) => row.size).sort((one, other) => one - other);
});
afterAll(() => database[Symbol.asyncDispose]());

const treeTables = ["audit_tree", "audit_leaves", "audit_tiles", "audit_checkpoints"];
const verified = (db: Db) => verifyDatabase(contextOver(db, system), evidence);
const eventAt = (index: number) => sql`id = ${leaves[index]!.id}`;

/** What is done to the event of a leaf, and what is found; the verdict names exactly this leaf. */
const attacks: Record<string, (db: Db, index: number) => Promise<unknown>> = {
  "flips a byte": (db, index) =>
    db.execute(sql`update audit_events set canonical = set_byte(canonical, 20, 1) where ${eventAt(index)}`),
  "changes a field": (db, index) =>
    db.execute(sql`update audit_events set subject_label = subject_label || 'x' where ${eventAt(index)}`),
  "changes a field inside": (db, index) =>
    db.execute(sql`update audit_events set after = jsonb_set(after, '{isOn}', 'false') where ${eventAt(index)}`),
  "nulls a field": (db, index) => db.execute(sql`update audit_events set reason = null where ${eventAt(index)}`),
  "nulls what was after": (db, index) => db.execute(sql`update audit_events set after = null where ${eventAt(index)}`),
  "re-times it": (db, index) =>
    db.execute(sql`update audit_events set occurred_at = occurred_at + interval '1 ms' where ${eventAt(index)}`),
  "deletes it": (db, index) => db.execute(sql`delete from audit_events where ${eventAt(index)}`),
  "deletes its leaf": (db, index) => db.execute(sql`delete from audit_leaves where leaf_index = ${index}`),
  "rewrites it with its bytes": (db, index) => rewrite(db, index),
  "swaps it with the last": async (db, index) => {
    const swapped = sql`reason = other.reason, canonical = other.canonical, subject_label = other.subject_label`;
    await db.execute(
      sql`update audit_events as event set ${swapped} from audit_events as other
        where (event.id, other.id) in ((${leaves[index]!.id}::uuid, ${leaves.at(-1)!.id}::uuid), (${leaves.at(-1)!.id}::uuid, ${leaves[index]!.id}::uuid))`,
    );
  },
  "swaps its leaf with the last": async (db, index) => {
    const last = leaves.length - 1;
    await db.execute(sql`delete from audit_leaves where leaf_index in (${index}, ${last})`);
    await db.insert(auditLeaves).values([
      { epoch: 0, leafIndex: index, eventId: leaves[last]!.id, eventOccurredAt: leaves[last]!.occurredAt },
      { epoch: 0, leafIndex: last, eventId: leaves[index]!.id, eventOccurredAt: leaves[index]!.occurredAt },
    ]);
  },
  "puts another leaf before it": async (db, index) => {
    await db.execute(sql`update audit_leaves set leaf_index = leaf_index + 100000 where leaf_index >= ${index}`);
    await db.execute(sql`update audit_leaves set leaf_index = leaf_index - 99999 where leaf_index >= 100000`);
    const [id, occurredAt] = [newId(), leaves[index]!.occurredAt];
    await db.insert(auditEvents).values(forged(id, occurredAt));
    await db.insert(auditLeaves).values({ epoch: 0, leafIndex: index, eventId: id, eventOccurredAt: occurredAt });
  },
};

const record = (id: string, occurredAt: string) => ({
  ...{ id, occurredAt, action: "host.forged", before: null, after: null, reason: null, ip: null },
  actor: { kind: "system" as const, id: null, label: "system" },
  subject: { type: "host", id: null, label: "web-1" },
  ...{ userAgent: null, requestId: "request-1", batchId: null },
});

function forged(id: string, occurredAt: string): typeof auditEvents.$inferInsert {
  const { actor, subject, ...rest } = record(id, occurredAt);
  const named = {
    actorKind: actor.kind,
    actorLabel: actor.label,
    subjectType: subject.type,
    subjectLabel: subject.label,
  };
  return { ...rest, ...named, canonical: canonicalBytes(record(id, occurredAt)) };
}

/** Makes another event of it, columns and bytes alike. */
async function rewrite(db: Db, index: number): Promise<void> {
  const { id, occurredAt } = leaves[index]!;
  await db.execute(sql`delete from audit_events where ${eventAt(index)}`);
  await db.insert(auditEvents).values(forged(id, occurredAt));
}

/** Builds the tree anew over the events that there are, as whoever owns the database could, and signs it with another key. */
async function rebuild(db: Db): Promise<void> {
  for (const table of treeTables.slice(1)) await db.execute(sql.raw(`delete from ${table}`));
  await db.execute(sql`update audit_tree set size = 0, public_key = null`);
  await db.execute(sql`delete from audit_unsealed`);
  await db.execute(sql`insert into audit_unsealed select occurred_at, id from audit_events`);
  const forger = contextOver(db, system);
  while ((await sealEvents(forger)) > 0);
  await signCheckpoints(forger, { key: foreignKey, last: undefined });
}

describe("the verification of a log", () => {
  it("R-AUD-6 proves what nobody altered", async () => {
    expect(await verified(ctx.db as Db)).toMatchObject({ outcome: "proven", size, unsealed: 0 });
    await tampering(superuser, async (db) => expect(await verified(db)).toMatchObject({ outcome: "proven", size }));
  });

  it.each(Object.keys(attacks))("R-AUD-6 names the first bad index where a superuser %s", async (name) => {
    const places = fc.sample(fc.nat(size - 2), { numRuns: 6, seed: 7 });
    for (const index of [...places, 0, size - 2]) {
      await tampering(superuser, async (db) => {
        await attacks[name]!(db, index);
        const expected = { outcome: "tampered", firstBadIndex: index, lastSuspectIndex: index };
        expect(await verified(db)).toMatchObject(expected);
      });
    }
  });

  it("R-AUD-6 names the leaf before which an event stands that nobody sealed", async () => {
    for (const index of [0, 333, size - 1]) {
      await tampering(superuser, async (db) => {
        // Before all others of its moment.
        await db.insert(auditEvents).values(forged("00000000-0000-7000-8000-000000000000", leaves[index]!.occurredAt));
        const first = leaves.findIndex(({ occurredAt }) => occurredAt === leaves[index]!.occurredAt);
        expect(await verified(db)).toMatchObject({ outcome: "tampered", firstBadIndex: first });
      });
    }
  });

  it("R-AUD-6 finds an event rewritten with its hash in the tree, between two checkpoints", async () => {
    for (const index of [0, 5, 77, 500, size - 1]) {
      await tampering(superuser, async (db) => {
        await rewrite(db, index);
        const { id, occurredAt } = leaves[index]!;
        const hash = Buffer.from(leafHashNow(canonicalBytes(record(id, occurredAt))));
        await db.execute(sql`update audit_tiles set hashes = overlay(hashes placing ${hash} from ${(index % 256) * 32 + 1}::integer)
          where level = 0 and tile_index = ${Math.floor(index / 256)}`);
        const verdict = await verified(db);
        const before = checkpointSizes.findLast((known) => known <= index) ?? 0;
        expect(verdict).toMatchObject({ outcome: "tampered", firstBadIndex: before });
        expect(verdict.lastSuspectIndex).toBeGreaterThanOrEqual(index);
      });
    }
  });

  it("R-AUD-6 finds a tree that was rebuilt coherently, without the key", () =>
    tampering(superuser, async (db) => {
      await rewrite(db, 400);
      await rebuild(db);
      expect(await verified(db)).toMatchObject({ outcome: "tampered", firstBadIndex: 0, lastSuspectIndex: size - 1 });
    }));

  it("R-AUD-6 finds stored hashes, roots and signatures that were altered", async () => {
    for (const [statement, index] of [
      ["update audit_tiles set hashes = set_byte(hashes, 32 * 44, 1) where level = 0 and tile_index = 1", 300],
      ["update audit_tiles set hashes = set_byte(hashes, 32, 1) where level = 1", 256],
      ["delete from audit_tiles where level = 0 and tile_index = 2", 512],
      [
        `update audit_checkpoints set root = set_byte(root, 0, 1) where size = ${checkpointSizes[3]}`,
        checkpointSizes[2],
      ],
      [
        `update audit_checkpoints set signature = set_byte(signature, 0, 1) where size = ${checkpointSizes[3]}`,
        checkpointSizes[2],
      ],
      ["update audit_tree set origin = 'opsdesk/another/0'", 0],
      [`delete from audit_checkpoints where size = ${size}`, checkpointSizes.at(-2)],
    ] as const) {
      await tampering(superuser, async (db) => {
        await db.execute(sql.raw(statement));
        expect(await verified(db), statement).toMatchObject({ outcome: "tampered", firstBadIndex: index });
      });
    }
  });

  it.each([1, 10, 300])("R-AUD-7 misses the newest %i events where the tree was rebuilt without them", (count) =>
    tampering(superuser, async (db) => {
      await db.execute(
        sql`delete from audit_events where id in (select event_id from audit_leaves where leaf_index >= ${size - count})`,
      );
      await rebuild(db);
      expect(await verified(db)).toMatchObject({ outcome: "tampered", firstBadIndex: 0 });
      // Whose signatures nobody could make are taken away as well.
      await db.execute(sql`update audit_checkpoints set signature = null`);
      expect(await verified(db)).toMatchObject({ outcome: "tampered", firstBadIndex: size - count });
    }),
  );

  it("R-AUD-10 says so where the log is what it was once, and shorter than what was published", () =>
    tampering(superuser, async (db) => {
      await db.execute(sql`delete from audit_events where id not in (select event_id from old_audit_leaves)`);
      for (const table of treeTables)
        await db.execute(sql.raw(`delete from ${table}; insert into ${table} select * from old_${table}`));
      expect(await verified(db)).toMatchObject({ outcome: "rolled-back", size: 600, firstBadIndex: 600 });
    }));

  it("finds an event that was deleted before it was sealed, and proves nothing of the others that wait", () =>
    tampering(superuser, async (db) => {
      await db.execute(sql`insert into audit_unsealed values (now(), gen_random_uuid())`);
      expect(await verified(db)).toMatchObject({ outcome: "tampered", firstBadIndex: size });
      await db.execute(sql`delete from audit_unsealed`);
      const event = forged(newId(), new Date().toISOString());
      await db.insert(auditEvents).values(event);
      await db.execute(sql`insert into audit_unsealed values (${event.occurredAt}, ${event.id})`);
      expect(await verified(db)).toMatchObject({ outcome: "proven", size, unsealed: 1 });
    }));

  it("proves nothing without a key or a checkpoint from elsewhere", async () => {
    const { published, key: ours } = evidence;
    const other = { name: ours!.name, publicKey: foreignKey.publicKey };
    for (const given of [
      { key: undefined, published },
      { key: ours, published: undefined },
      { key: other, published },
    ])
      expect(await verifyDatabase(ctx, given)).toMatchObject({ outcome: "unprovable" });
  });
});
