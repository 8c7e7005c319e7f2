import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

/** Failures that are counted within a window of time, shared by all servers. A key tells what is counted, and of whom as an HMAC. */
export const attempts = pgTable(
  "attempts",
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    windowEndsAt: instant("window_ends_at").notNull(),
  },
  (table) => [index("attempts_window_ends_at").on(table.windowEndsAt)],
);
