import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { address, bytes, instant } from "@/db/columns";
import { users } from "./users";

/** One row for each sign-in. The cookie's secret is kept as its SHA-256 only, so that a copy of the table signs nobody in. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    secretHash: bytes("secret_hash").notNull().unique(),
    ip: address(),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (table) => [index("sessions_user_id").on(table.userId)],
);
