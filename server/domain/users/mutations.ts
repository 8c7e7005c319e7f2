import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { violatedUniqueConstraint } from "@/db/errors";
import { onlyRow } from "@/db/rows";
import { users } from "@/db/schema";
import { keepAnActiveAdmin } from "@/server/domain/active-admins/keep-one";
import { revokeApiTokensOf } from "@/server/domain/api-tokens/mutations";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { Context, WriteContext } from "@/server/domain/context";
import { conflict, notFound, stale } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { endPasswordLinks, openPasswordLinks } from "@/server/domain/password-links/password-links";
import { refuseCommonPassword } from "@/server/domain/passwords/common-passwords";
import { hashPassword } from "@/server/domain/passwords/hash";
import { endSessions } from "@/server/domain/sessions/mutations";
import { getUser, userColumns, userSubject } from "./queries";
import { isActiveAdmin } from "./rules";
import type { CreatedUser, CreateUser, EditUser, PasswordLink, User, UserVersion } from "./schema";

/**
 * Creates the first admin where there are no users yet. Without a password makes one up, which must be changed at the first
 * sign-in, and gives it back: the only time that anybody sees it. Gives undefined where there are users already.
 * Throws `invalid` for a password that is common.
 */
export async function createFirstAdmin(
  ctx: Context,
  { email, password }: { email: string; password: string | undefined },
): Promise<{ email: string; generatedPassword: string | undefined } | undefined> {
  if ((await ctx.db.$count(users)) > 0) return undefined;
  const mustChangePassword = password === undefined;
  if (password !== undefined) await refuseCommonPassword(password, "ADMIN_PASSWORD", email);
  const firstPassword = password ?? randomBytes(numbers.passwords.generatedBytes).toString("base64url");
  const passwordHash = await hashPassword(firstPassword);
  return audited(ctx, "users.create-first-admin", async (tx) => {
    // Of several programs that start on an empty database, the first to lock the table creates the admin.
    await tx.db.execute(sql`lock table ${users} in share row exclusive mode`);
    if ((await tx.db.$count(users)) > 0) return { result: undefined, events: [] };
    const at = tx.now().toISOString();
    const user = { id: newId(), email, name: "Administrator", role: "admin" as const, mustChangePassword };
    await tx.db.insert(users).values({ ...user, passwordHash, version: 1, createdAt: at, updatedAt: at });
    const event = { action: "user.created" as const, subject: userSubject(user), after: user };
    const generatedPassword = mustChangePassword ? firstPassword : undefined;
    return { result: { email, generatedPassword }, events: [event] };
  });
}

/**
 * Creates a user without a password, and a link with which that user chooses one; nobody sees the link again.
 * Throws `conflict` where the e-mail address is another user's.
 */
export async function createUser(ctx: Context, input: CreateUser): Promise<CreatedUser> {
  const created = audited(ctx, "users.write", async (tx) => {
    const at = tx.now().toISOString();
    const row = { ...input, id: newId(), mustChangePassword: false, version: 1, createdAt: at, updatedAt: at };
    const user = onlyRow(await tx.db.insert(users).values(row).returning(userColumns));
    const link = await openPasswordLink(tx, user.id);
    const event: AuditEvent = { action: "user.created", subject: userSubject(user), after: input };
    return { result: { user, link }, events: [event], isResultSecret: true };
  });
  return created.catch((error: unknown) => {
    if (violatedUniqueConstraint(error) !== "users_email") throw error;
    const message = `${input.email} is the address of another user.`;
    throw conflict(message, { errors: [{ path: "email", message }], cause: error });
  });
}

/**
 * Changes the name or the role of the version that the editor saw. Another role ends the user's sessions. An edit that changes
 * nothing writes nothing.
 * Throws `not_found`, `stale` with the user as it is now, or `conflict` where no active admin would be left.
 */
export async function editUser(ctx: Context, { id, version, changes }: EditUser): Promise<User> {
  return audited(ctx, "users.write", async (tx) => {
    const current = await getVersion(tx, { id, version });
    const wanted = { ...current, name: changes.name ?? current.name, role: changes.role ?? current.role };
    const events = editEvents(current, wanted);
    if (events.length === 0) return { result: current, events };
    if (isActiveAdmin(current) && !isActiveAdmin(wanted)) await keepAnActiveAdmin(tx, [id]);
    const user = await changeUser(tx, current, { name: wanted.name, role: wanted.role });
    if (user.role !== current.role) await endSessions(tx, { userId: id, ending: "role_changed" });
    return { result: user, events };
  });
}

/** What an edit of a user tells the log: another role is an event of its own, because it is what people look for. */
export function editEvents(before: EditedUser, after: EditedUser): AuditEvent[] {
  const subject = userSubject(after);
  const pick = <Field extends "name" | "role">(field: Field) => ({
    before: { [field]: before[field] },
    after: { [field]: after[field] },
  });
  return [
    ...(before.name === after.name ? [] : [{ action: "user.updated" as const, subject, ...pick("name") }]),
    ...(before.role === after.role ? [] : [{ action: "user.role-changed" as const, subject, ...pick("role") }]),
  ];
}

type EditedUser = Pick<User, "id" | "email" | "name" | "role">;

/**
 * Shuts a user out at once: ends the sessions, revokes the API tokens and ends the open links. What the user did stays.
 * Deactivating twice is no error. Throws `not_found`, `stale`, or `conflict` where no active admin would be left.
 */
export async function deactivateUser(ctx: Context, reference: UserVersion): Promise<User> {
  return audited(ctx, "users.write", async (tx) => {
    const current = await getVersion(tx, reference);
    if (current.status === "deactivated") return { result: current, events: [] };
    if (isActiveAdmin(current)) await keepAnActiveAdmin(tx, [current.id]);
    const user = await changeUser(tx, current, { deactivatedAt: tx.now().toISOString() });
    await endSessions(tx, { userId: user.id, ending: "user_deactivated" });
    await endPasswordLinks(tx, [user.id]);
    const revoked = await revokeApiTokensOf(tx, user.id);
    return { result: user, events: [{ action: "user.deactivated", subject: userSubject(user) }, ...revoked] };
  });
}

/**
 * Lets a deactivated user sign in again, with the password from before. Sessions, tokens and links stay ended.
 * Reactivating twice is no error. Throws `not_found` or `stale`.
 */
export async function reactivateUser(ctx: Context, reference: UserVersion): Promise<User> {
  return audited(ctx, "users.write", async (tx) => {
    const current = await getVersion(tx, reference);
    if (current.status !== "deactivated") return { result: current, events: [] };
    const user = await changeUser(tx, current, { deactivatedAt: null });
    return { result: user, events: [{ action: "user.reactivated", subject: userSubject(user) }] };
  });
}

async function getVersion(tx: WriteContext, { id, version }: UserVersion): Promise<User> {
  const current = await getUser(tx, { id });
  if (current.version !== version) throw stale("user", current);
  return current;
}

async function changeUser(
  tx: WriteContext,
  { id, version }: UserVersion,
  changes: Partial<Pick<typeof users.$inferSelect, "name" | "role" | "deactivatedAt">>,
): Promise<User> {
  const [user] = await tx.db
    .update(users)
    .set({ ...changes, version: version + 1, updatedAt: tx.now().toISOString() })
    .where(and(eq(users.id, id), eq(users.version, version)))
    .returning(userColumns);
  if (!user) throw stale("user", await getUser(tx, { id }));
  return user;
}

/**
 * Makes a link with which a user chooses a new password; the one that the user has stays good until then, and earlier links do
 * not. Nobody sees the link again. Throws `not_found`, or `conflict` for a deactivated user.
 */
export async function createPasswordLink(ctx: Context, { id }: { id: string }): Promise<PasswordLink> {
  return audited(ctx, "users.write", async (tx) => {
    const [user] = await tx.db.select().from(users).where(eq(users.id, id)).for("no key update");
    if (!user) throw notFound("user");
    if (user.deactivatedAt !== null) throw conflict("This user is deactivated. Reactivate the user first.");
    const link = await openPasswordLink(tx, id);
    const after = { expiresAt: link.expiresAt };
    const event: AuditEvent = { action: "user.password-link-created", subject: userSubject(user), after };
    return { result: link, events: [event], isResultSecret: true };
  });
}

async function openPasswordLink(tx: WriteContext, userId: string): Promise<PasswordLink> {
  const links = await openPasswordLinks(tx, [userId]);
  return onlyRow([...links.values()]);
}
