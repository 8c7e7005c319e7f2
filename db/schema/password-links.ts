import { index, pgTable, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/db/columns";
import { users } from "./users";

/** Links with which a user chooses a password, each good once. Of the link's secret only the SHA-256 is kept. */
export const passwordLinks = pgTable(
  "password_links",
  {
    id: uuid().primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    secretHash: bytes("secret_hash").notNull().unique(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** When it was followed, or took its leave for a newer one. */
    endedAt: instant("ended_at"),
  },
  (table) => [index("password_links_user_id").on(table.userId)],
);
