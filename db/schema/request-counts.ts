import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

/**
 * How much an actor has asked for in a window of time, over all servers. The table is UNLOGGED, which the migration says
 * (drizzle cannot): after a crash of the database everybody begins a new window, and counting costs no write-ahead log.
 */
export const requestCounts = pgTable(
  "request_counts",
  {
    actorId: text("actor_id").notNull(),
    kind: text().notNull(),
    windowEndsAt: instant("window_ends_at").notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.kind] })],
);
