import { sql } from "drizzle-orm";
import { bigint, boolean, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "@/db/columns";
import { roles } from "@/db/enums";

export const role = pgEnum("role", roles);

/** People who sign in. Never deleted: whoever leaves is deactivated, and what they did keeps their name. */
export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    role: role().notNull(),
    /** Null until the user has chosen a password. */
    passwordHash: text("password_hash"),
    mustChangePassword: boolean("must_change_password").notNull(),
    deactivatedAt: instant("deactivated_at"),
    version: bigint({ mode: "number" }).notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [uniqueIndex("users_email").on(sql`lower(${table.email})`)],
);
