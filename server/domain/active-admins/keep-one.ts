import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { users } from "@/db/schema";
import type { WriteContext } from "@/server/domain/context";
import { conflict } from "@/server/domain/errors";

/** In SQL what `isActiveAdmin` says of a user. */
export const activeAdmins = and(eq(users.role, "admin"), isNull(users.deactivatedAt), isNotNull(users.passwordHash));

/**
 * Makes sure that an admin is left when some users are none any more. Holds the rows of all active admins until the transaction
 * ends, in the order of their ids, so that of two who demote each other one waits and is then refused, and never both wait.
 * Throws `conflict`.
 */
export async function keepAnActiveAdmin(tx: WriteContext, leaving: readonly string[]): Promise<void> {
  const admins = await tx.db
    .select({ id: users.id })
    .from(users)
    .where(activeAdmins)
    .orderBy(users.id)
    .for("no key update");
  refuseToLoseAllAdmins(admins, leaving);
}

/** Throws `conflict` where none of the admins stays. */
export function refuseToLoseAllAdmins(admins: readonly { id: string }[], leaving: readonly string[]): void {
  if (admins.some(({ id }) => !leaving.includes(id))) return;
  throw conflict("Nobody would be left as an active admin. Make another user an admin first.");
}
