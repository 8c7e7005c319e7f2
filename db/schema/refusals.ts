import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

/** How often an actor was refused a permission within a minute, of which the first is an audit event. */
export const refusals = pgTable(
  "refusals",
  {
    actorId: text("actor_id").notNull(),
    permission: text().notNull(),
    minute: instant().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.permission] })],
);
