import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/db/columns";
import { artifactKinds } from "@/db/enums";
import { blobs } from "./blobs";
import { hosts } from "./hosts";

export const artifactKind = pgEnum("artifact_kind", artifactKinds);

/** The last version that each name had. A row stays when all its artifacts are gone, so that a version never means two files. */
export const artifactNames = pgTable("artifact_names", {
  name: text().primaryKey(),
  lastVersion: integer("last_version").notNull(),
});

/** Named, versioned files. One that was deleted keeps its row, and with it its bytes, until it can no longer be brought back. */
export const artifacts = pgTable(
  "artifacts",
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    /** Of the name: 1, 2, 3 … */
    version: integer().notNull(),
    kind: artifactKind().notNull(),
    hostId: uuid("host_id").references(() => hosts.id, { onDelete: "set null" }),
    sha256: bytes()
      .notNull()
      .references(() => blobs.sha256),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    description: text(),
    pinned: boolean().notNull(),
    /** The user, also where a token of that user's did it; the label says which. No foreign key: what was uploaded stays. */
    uploadedById: text("uploaded_by_id").notNull(),
    uploadedByLabel: text("uploaded_by_label").notNull(),
    uploadedAt: instant("uploaded_at").notNull(),
    deletedAt: instant("deleted_at"),
    /** Counts the edits of this row, for If-Match. */
    revision: integer().notNull(),
  },
  (table) => [
    unique("artifacts_name_version").on(table.name, table.version),
    index("artifacts_by_uploaded_at").on(table.uploadedAt, table.id),
    index("artifacts_by_name").on(table.name, table.id),
    index("artifacts_by_size").on(table.sizeBytes, table.id),
    index("artifacts_by_host").on(table.hostId, table.uploadedAt, table.id),
    index("artifacts_by_uploader").on(table.uploadedById, table.uploadedAt, table.id),
    index("artifacts_by_kind").on(table.kind, table.uploadedAt, table.id),
    index("artifacts_by_sha256").on(table.sha256),
    index("artifacts_pinned").on(table.uploadedAt, table.id).where(sql`pinned`),
    index("artifacts_by_deleted_at").on(table.deletedAt).where(sql`deleted_at is not null`),
    index("artifacts_name_text").using("gin", table.name.op("gin_trgm_ops")),
  ],
);
