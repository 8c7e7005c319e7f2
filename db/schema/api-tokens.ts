import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { address, bytes, instant } from "@/db/columns";
import { role, users } from "./users";

/** Credentials of scripts. Only the SHA-256 of a token is kept; the token itself is shown once, when it is made. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: uuid().primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    secretHash: bytes("secret_hash").notNull().unique(),
    role: role().notNull(),
    scopes: text().array().notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    lastUsedAt: instant("last_used_at"),
    lastUsedIp: address("last_used_ip"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [index("api_tokens_user_id").on(table.userId)],
);
