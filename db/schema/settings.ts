import { bigint, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";

/** What an admin sets while OpsDesk runs, one row a setting; what the environment sets is in server/env.ts. */
export const settings = pgTable("settings", {
  name: text().primaryKey(),
  value: jsonb().notNull(),
  version: bigint({ mode: "number" }).notNull(),
  updatedAt: instant("updated_at").notNull(),
});
