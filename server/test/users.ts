import type { Db } from "@/db/connect";
import { roles } from "@/db/enums";
import { users } from "@/db/schema";
import { hashPassword } from "@/server/domain/passwords/hash";
import { actors } from "./database";

/** The password of every user of a test. */
export const password = "correct horse battery staple";

let passwordHash: Promise<string> | undefined;

/** Adds one user of each role, all with `password`. */
export async function addUsers(db: Db): Promise<void> {
  passwordHash ??= hashPassword(password);
  const at = new Date().toISOString();
  const added = {
    passwordHash: await passwordHash,
    mustChangePassword: false,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  const rows = roles.map((role) => ({ ...added, id: actors[role].id, email: actors[role].label, name: role, role }));
  await db.insert(users).values(rows);
}
