import { bigint, pgTable, text } from "drizzle-orm/pg-core";

/** How many bytes each user has uploaded, and, as `total`, how many are kept. Written with what they count, so that quotas hold exactly. */
export const storedBytes = pgTable("stored_bytes", {
  /** The id of a user, or `total`. */
  owner: text().primaryKey(),
  sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
});
