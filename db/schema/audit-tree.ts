import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/db/columns";

const leafCount = (name: string) => bigint(name, { mode: "number" });

/** The trees over the audit log, one an epoch, of which the newest grows. Written by `seal_audit_events` and `claim_audit_key` alone. */
export const auditTree = pgTable("audit_tree", {
  epoch: integer().primaryKey(),
  /** The name that its checkpoints bear. */
  origin: text().notNull().unique(),
  /** Of the key that signs them, from the first time on that one was there. */
  publicKey: bytes("public_key"),
  size: leafCount("size").notNull(),
  /** How far the events from before the tree have been queued, while there are any. */
  queuedUntil: instant("queued_until"),
  queuedUntilId: uuid("queued_until_id"),
});

/** The events that have no leaf yet. A trigger adds each with its event, so that none is missed in whatever order they commit. */
export const auditUnsealed = pgTable(
  "audit_unsealed",
  { occurredAt: instant("occurred_at").notNull(), id: uuid().notNull() },
  (table) => [primaryKey({ columns: [table.occurredAt, table.id] })],
);

/** Which event is which leaf. Without gaps, and never changed. */
export const auditLeaves = pgTable(
  "audit_leaves",
  {
    epoch: integer().notNull(),
    leafIndex: leafCount("leaf_index").notNull(),
    eventOccurredAt: instant("event_occurred_at").notNull(),
    eventId: uuid("event_id").notNull().unique(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.leafIndex] })],
);

/** The hashes of the trees as C2SP tlog-tiles has them: up to 256 of 32 bytes each. They only ever grow. */
export const auditTiles = pgTable(
  "audit_tiles",
  {
    epoch: integer().notNull(),
    level: integer().notNull(),
    tileIndex: leafCount("tile_index").notNull(),
    hashes: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.level, table.tileIndex] })],
);

/** What is signed: decided when leaves are added, one root for one size for ever, and signed after that is committed. */
export const auditCheckpoints = pgTable(
  "audit_checkpoints",
  {
    epoch: integer().notNull(),
    size: leafCount("size").notNull(),
    root: bytes().notNull(),
    decidedAt: instant("decided_at").notNull(),
    signature: bytes(),
  },
  (table) => [
    primaryKey({ columns: [table.epoch, table.size] }),
    index("audit_checkpoints_unsigned").on(table.epoch, table.size).where(sql`signature is null`),
  ],
);
