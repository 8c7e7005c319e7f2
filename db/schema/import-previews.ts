import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/db/columns";

/**
 * What a dry run of an import has shown, so that it can be applied just so. Of the file only its SHA-256 is kept, because it is
 * sent again; of each record what became of it: -1 for one that was left out, 0 for a new host, else the version that was seen.
 */
export const importPreviews = pgTable(
  "import_previews",
  {
    id: uuid().primaryKey(),
    actorId: text("actor_id").notNull(),
    fileSha256: bytes("file_sha256").notNull(),
    /** The headers of a CSV, and the column that each was taken for; null for a file without a header. */
    columns: jsonb(),
    seen: bigint({ mode: "number" }).array().notNull(),
    /** The faults that were shown, which are the first of all. */
    rejected: jsonb().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("import_previews_created_at").on(table.createdAt)],
);
