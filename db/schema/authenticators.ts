import { bigint, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { bytes, instant } from "@/db/columns";
import { users } from "./users";

/** The secret of a user's authenticator (RFC 6238), sealed with a key that is not in the database. */
export const authenticators = pgTable("authenticators", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id),
  sealedSecret: bytes("sealed_secret").notNull(),
  createdAt: instant("created_at").notNull(),
  /** Null until the user has shown that it works; before that, signing in does not ask for it. */
  confirmedAt: instant("confirmed_at"),
  /** The time step of the last code that was accepted: none at or before it is accepted again. */
  lastStep: bigint("last_step", { mode: "number" }),
});

/** Codes for a user whose authenticator is lost, each good once, kept as their HMAC. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    codeHash: bytes("code_hash").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);
