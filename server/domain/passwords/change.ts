import { and, eq, isNull, sql } from "drizzle-orm";
import { users } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import { type Context, requirePermission, type WriteContext } from "@/server/domain/context";
import { conflict, invalid } from "@/server/domain/errors";
import { findLinkOwner, spendPasswordLink } from "@/server/domain/password-links/password-links";
import { actorOf, endSessions } from "@/server/domain/sessions/mutations";
import { userSubject } from "@/server/domain/users/queries";
import type { ChangePassword, SetPasswordByLink } from "@/server/domain/users/schema";
import { refuseCommonPassword } from "./common-passwords";
import { hashPassword } from "./hash";
import { askOwnPassword } from "./own-password";

/**
 * Sets the password of the user whose link it is, once, and ends all sessions of that user. Whoever has the link may, signed in
 * or not; the event's actor is its user. Throws `invalid` where the password is common, and at `secret` for a link that is
 * unknown, used, expired, replaced or of a deactivated user, alike.
 */
export async function setPasswordByLink(ctx: Context, { secret, newPassword }: SetPasswordByLink): Promise<void> {
  const owner = await findLinkOwner(ctx, secret);
  if (!owner) throw voidLink();
  await refuseCommonPassword(newPassword, "newPassword", owner.email);
  const passwordHash = await hashPassword(newPassword);
  const asOwner = { ...ctx, actor: actorOf(owner), idempotency: null };
  await audited(asOwner, "password.set-by-link", async (tx) => {
    // The user before the link, as everything does that ends links, so that none waits for another in a circle.
    const set = await setPassword(tx, passwordHash, and(eq(users.id, owner.id), isNull(users.deactivatedAt)));
    if (!set || !(await spendPasswordLink(tx, secret))) throw voidLink();
    await endSessions(tx, { userId: owner.id, ending: "password_changed" });
    return { result: undefined, events: [{ action: "user.password-set", subject: userSubject(owner) }] };
  });
}

function voidLink() {
  const message = "This link is not valid any more. Ask an admin for a new one.";
  return invalid(message, [{ path: "secret", message }]);
}

/**
 * Changes the asking user's own password and ends that user's other sessions.
 * Throws `invalid` where the current password is wrong, or the new one is the same or common, `rate_limited` after too many wrong
 * ones, and `conflict` where it was changed at the same moment.
 */
export async function changePassword(ctx: Context, input: ChangePassword): Promise<void> {
  requirePermission(ctx.actor, "password.change");
  const user = await askOwnPassword(ctx, input.currentPassword, "currentPassword");
  if (input.currentPassword === input.newPassword) {
    throw invalid("The new password is the old one.", [{ path: "newPassword", message: "Choose another password." }]);
  }
  await refuseCommonPassword(input.newPassword, "newPassword", user.email);
  const passwordHash = await hashPassword(input.newPassword);
  await audited(ctx, "password.change", async (tx) => {
    const isUnchanged = and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash ?? ""));
    const set = await setPassword(tx, passwordHash, isUnchanged);
    if (!set) throw conflict("The password was changed meanwhile. Sign in with the new one.");
    await endSessions(tx, { userId: user.id, ending: "password_changed", except: tx.sessionId });
    return { result: undefined, events: [{ action: "user.password-changed", subject: userSubject(user) }] };
  });
}

/** Gives whether there was such a user. */
async function setPassword(tx: WriteContext, passwordHash: string, which: ReturnType<typeof and>): Promise<boolean> {
  const changes = { passwordHash, mustChangePassword: false, updatedAt: tx.now().toISOString() };
  const changed = await tx.db
    .update(users)
    .set({ ...changes, version: sql`${users.version} + 1` })
    .where(which)
    .returning({ id: users.id });
  return changed.length > 0;
}
