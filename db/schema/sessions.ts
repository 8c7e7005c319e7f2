import { index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { address, bytes, instant } from "@/db/columns";
import { sessionEndings, sessionKinds } from "@/db/enums";
import { users } from "./users";

export const sessionKind = pgEnum("session_kind", sessionKinds);
export const sessionEnding = pgEnum("session_ending", sessionEndings);

/**
 * One row for each sign-in. The cookie's secret, or the newest refresh token, is kept as its SHA-256 only, so that a copy of the
 * table signs nobody in.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kind: sessionKind().notNull().default("browser"),
    secretHash: bytes("secret_hash").notNull().unique(),
    ip: address(),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
    /** How often the refresh token was exchanged for the next one, and when last. */
    refreshGeneration: integer("refresh_generation").notNull().default(0),
    refreshedAt: instant("refreshed_at"),
    endedAt: instant("ended_at"),
    ending: sessionEnding(),
  },
  (table) => [index("sessions_user_id").on(table.userId)],
);
