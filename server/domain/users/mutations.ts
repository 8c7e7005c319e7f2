import { randomBytes } from "node:crypto";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { sessions, users } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { invalid, unauthenticated } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { hashPassword, verifyPassword } from "@/server/domain/passwords/hash";
import type { ChangePassword } from "./schema";

/**
 * Creates the first admin where there are no users yet. Without a password makes one up, which must be changed at the first
 * sign-in, and gives it back: the only time that anybody sees it. Gives undefined where there are users already.
 */
export async function createFirstAdmin(
  ctx: Context,
  { email, password }: { email: string; password: string | undefined },
): Promise<{ email: string; generatedPassword: string | undefined } | undefined> {
  if ((await ctx.db.$count(users)) > 0) return undefined;
  const mustChangePassword = password === undefined;
  const firstPassword = password ?? randomBytes(numbers.passwords.generatedBytes).toString("base64url");
  const passwordHash = await hashPassword(firstPassword);
  return audited(ctx, "users.create-first-admin", async (tx) => {
    // Of several programs that start on an empty database, the first to lock the table creates the admin.
    await tx.db.execute(sql`lock table ${users} in share row exclusive mode`);
    if ((await tx.db.$count(users)) > 0) return { result: undefined, events: [] };
    const at = tx.now().toISOString();
    const user = { id: newId(), email, name: "Administrator", role: "admin" as const, mustChangePassword };
    await tx.db.insert(users).values({ ...user, passwordHash, version: 1, createdAt: at, updatedAt: at });
    const event = {
      action: "user.created" as const,
      subject: { type: "user", id: user.id, label: email },
      after: user,
    };
    const generatedPassword = mustChangePassword ? firstPassword : undefined;
    return { result: { email, generatedPassword }, events: [event] };
  });
}

/**
 * Changes the asking user's own password and ends that user's other sessions.
 * Throws `invalid` where the current password is wrong or the new one is the same.
 */
export async function changePassword(ctx: Context, input: ChangePassword): Promise<void> {
  if (ctx.actor.id === null) throw unauthenticated();
  const [user] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.id));
  if (!user) throw unauthenticated();
  if (!(await verifyPassword(user.passwordHash, input.currentPassword))) {
    throw invalid("The current password is wrong.", [
      { path: "currentPassword", message: "This is not your password." },
    ]);
  }
  if (input.currentPassword === input.newPassword) {
    throw invalid("The new password is the old one.", [{ path: "newPassword", message: "Choose another password." }]);
  }
  const passwordHash = await hashPassword(input.newPassword);
  await audited(ctx, "password.change", async (tx) => {
    const at = tx.now().toISOString();
    await tx.db
      .update(users)
      .set({ passwordHash, mustChangePassword: false, version: sql`${users.version} + 1`, updatedAt: at })
      .where(eq(users.id, user.id));
    await tx.db
      .update(sessions)
      .set({ endedAt: at })
      .where(and(eq(sessions.userId, user.id), isNull(sessions.endedAt), ne(sessions.id, tx.sessionId ?? user.id)));
    const subject = { type: "user", id: user.id, label: user.email };
    return { result: undefined, events: [{ action: "user.password-changed", subject }] };
  });
}
