import { index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/db/columns";

/** The answers already given to requests with an `Idempotency-Key`. A row commits with the change that it answers. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    actorId: text("actor_id").notNull(),
    key: text().notNull(),
    fingerprint: bytes().notNull(),
    answer: jsonb(),
    /** Instead of `answer`, where the answer holds a secret: sealed with a key that is not in the database. */
    sealedAnswer: bytes("sealed_answer"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actorId, table.key] }),
    index("idempotency_keys_created_at").on(table.createdAt),
  ],
);
