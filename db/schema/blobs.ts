import { sql } from "drizzle-orm";
import { bigint, index, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/db/columns";
import { blobStates } from "@/db/enums";

export const blobState = pgEnum("blob_state", blobStates);

/**
 * The bytes of one digest, kept once however many artifacts name it. A row is there before its bytes are, so that none can lie
 * in the store unknown; it counts when it is ready.
 */
export const blobs = pgTable(
  "blobs",
  {
    sha256: bytes().primaryKey(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    /** By what the bytes begin with, whatever anybody calls them. */
    contentType: text("content_type").notNull(),
    state: blobState().notNull(),
    createdAt: instant("created_at").notNull(),
    /** When all bytes were last read and were what the digest says. */
    verifiedAt: instant("verified_at").notNull(),
  },
  (table) => [
    index("blobs_unsettled").on(table.createdAt).where(sql`state = 'unsettled'`),
    index("blobs_by_verified_at").on(table.verifiedAt).where(sql`state = 'ready'`),
    index("blobs_corrupt").on(table.sha256).where(sql`state = 'corrupt'`),
  ],
);
