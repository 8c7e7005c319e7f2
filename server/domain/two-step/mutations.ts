import { and, eq, inArray, isNotNull, isNull, lt, or } from "drizzle-orm";
import { authenticators, recoveryCodes } from "@/db/schema";
import { type Counted, noteFailure, refuseAfter } from "@/server/domain/attempts/failures";
import { audited, unaudited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { askingUserId, type Context, requirePermission, type WriteContext } from "@/server/domain/context";
import { conflict, invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { askOwnPassword } from "@/server/domain/passwords/own-password";
import { seal, unseal } from "@/server/domain/secrets/seal";
import { getUser, userSubject } from "@/server/domain/users/queries";
import type { User } from "@/server/domain/users/schema";
import { countRecoveryCodesLeft, isTwoStepRequired } from "./queries";
import {
  authenticatorUri,
  isAuthenticatorCode,
  newAuthenticatorSecret,
  newRecoveryCode,
  recoveryCodeHashes,
  stepOfCode,
} from "./rules";
import type { AuthenticatorSecret, RecoveryCodeList } from "./schema";

type Person = { id: string; email: string };

const sealedFor = (userId: string) => `totp:${userId}`;

const triesOf = (userId: string): Counted => ({
  what: "two-step-code",
  whose: userId,
  max: numbers.twoStep.maxTries,
});

/**
 * Makes a secret for the asking user's authenticator, in place of one that was never confirmed; signing in does not ask for it
 * before `confirmTwoStep`. Throws `invalid` for a wrong password, `rate_limited` after too many, `conflict` where two steps are
 * on already.
 */
export async function beginTwoStep(ctx: Context, { password }: { password: string }): Promise<AuthenticatorSecret> {
  const { id, email } = await askPassword(ctx, password);
  const secret = newAuthenticatorSecret();
  const fresh = { createdAt: ctx.now().toISOString(), confirmedAt: null, lastStep: null };
  const row = { ...fresh, sealedSecret: seal(ctx.keys, sealedFor(id), secret) };
  await unaudited(ctx, "an authenticator changes nothing before it is confirmed", async (tx) => {
    const kept = await tx.db
      .insert(authenticators)
      .values({ ...row, userId: id })
      .onConflictDoUpdate({ target: authenticators.userId, set: row, setWhere: isNull(authenticators.confirmedAt) })
      .returning({ userId: authenticators.userId });
    if (kept.length === 0) throw conflict("Two-step sign-in is on already. Turn it off first.");
  });
  return { secret, uri: authenticatorUri(secret, email) };
}

/**
 * Turns two-step sign-in on for the asking user, who shows that the authenticator works. Gives the recovery codes, which are
 * kept nowhere. Throws `invalid` for a wrong code, `rate_limited` after too many, `conflict` where nothing was begun.
 */
export async function confirmTwoStep(ctx: Context, { code }: { code: string }): Promise<RecoveryCodeList> {
  requirePermission(ctx.actor, "two-step.manage-own");
  const userId = askingUserId(ctx.actor);
  await refuseAfter(ctx, triesOf(userId));
  const { sealedSecret } = await unconfirmedOf(ctx, userId);
  const lastStep = stepOfCode(unseal(ctx.keys, sealedFor(userId), sealedSecret), code, ctx.now());
  if (lastStep === undefined) {
    await noteFailure(ctx, triesOf(userId));
    throw invalid("This code is wrong.", [{ path: "code", message: "This is not the code of now." }]);
  }
  return audited(ctx, "two-step.manage-own", async (tx) => {
    const confirmed = await tx.db
      .update(authenticators)
      .set({ confirmedAt: tx.now().toISOString(), lastStep })
      .where(and(isUnconfirmedOf(userId), eq(authenticators.sealedSecret, sealedSecret)))
      .returning({ userId: authenticators.userId });
    if (confirmed.length === 0) throw conflict("Two-step sign-in was set up elsewhere meanwhile.");
    const result = await replaceRecoveryCodes(tx, userId);
    return { result, events: [ownEvent(tx, "user.two-step-set-up")], isResultSecret: true };
  });
}

/**
 * Turns two-step sign-in off for the asking user. Turning it off twice is no error.
 * Throws `invalid` for a wrong password, `rate_limited` after too many, `conflict` where the user's role requires two steps.
 */
export async function turnOffTwoStep(ctx: Context, { password }: { password: string }): Promise<void> {
  const { id } = await askPassword(ctx, password);
  if (await isTwoStepRequired(ctx)) throw conflict(`The role ${ctx.actor.role} requires two-step sign-in.`);
  await audited(ctx, "two-step.manage-own", async (tx) => {
    const wasOn = await removeTwoStep(tx, id);
    return { result: undefined, events: wasOn ? [ownEvent(tx, "user.two-step-turned-off")] : [] };
  });
}

/**
 * Gives the asking user new recovery codes; those before are no longer good.
 * Throws `invalid` for a wrong password, `rate_limited` after too many, `conflict` where two steps are not on.
 */
export async function newRecoveryCodes(ctx: Context, { password }: { password: string }): Promise<RecoveryCodeList> {
  const { id } = await askPassword(ctx, password);
  return audited(ctx, "two-step.manage-own", async (tx) => {
    const confirmed = tx.db.select().from(authenticators).where(isConfirmedOf(id)).for("update");
    if ((await confirmed).length === 0) throw conflict("Two-step sign-in is not on.");
    const result = await replaceRecoveryCodes(tx, id);
    return { result, events: [ownEvent(tx, "user.recovery-codes-renewed")], isResultSecret: true };
  });
}

/**
 * Turns two-step sign-in off for somebody who lost the authenticator. Where it is off, does nothing.
 * Throws `not_found`, and `conflict` for oneself: whoever stole an admin's session could else turn it off without a password.
 */
export async function resetTwoStep(ctx: Context, { id }: { id: string }): Promise<User> {
  return audited(ctx, "users.write", async (tx) => {
    if (tx.actor.userId === id) throw conflict("Another admin must reset yours; or turn it off with your password.");
    const user = await getUser(tx, { id });
    const wasOn = await removeTwoStep(tx, id);
    if (!wasOn) return { result: user, events: [] };
    const event = { action: "user.two-step-reset" as const, subject: userSubject(user) };
    return { result: await getUser(tx, { id }), events: [event] };
  });
}

/**
 * Takes a code that a user signs in with: of the authenticator, each time step once, or a recovery code, once. Gives the events
 * of that, or undefined where the code is not good, or not any more.
 */
export async function takeCode(
  tx: WriteContext,
  user: Person,
  code: string,
): Promise<{ events: AuditEvent[] } | undefined> {
  if (isAuthenticatorCode(code)) return takeAuthenticatorCode(tx, user, code);
  return takeRecoveryCode(tx, user, code);
}

async function takeAuthenticatorCode(tx: WriteContext, { id }: Person, code: string) {
  const [authenticator] = await tx.db.select().from(authenticators).where(isConfirmedOf(id));
  if (!authenticator) return undefined;
  const secret = unseal(tx.keys, sealedFor(id), authenticator.sealedSecret);
  const lastStep = stepOfCode(secret, code, tx.now());
  if (lastStep === undefined) return undefined;
  const isNewer = or(isNull(authenticators.lastStep), lt(authenticators.lastStep, lastStep));
  const used = await tx.db
    .update(authenticators)
    .set({ lastStep })
    .where(and(isConfirmedOf(id), eq(authenticators.sealedSecret, authenticator.sealedSecret), isNewer))
    .returning({ userId: authenticators.userId });
  return used.length > 0 ? { events: [] } : undefined;
}

async function takeRecoveryCode(tx: WriteContext, user: Person, code: string) {
  const isRight = inArray(recoveryCodes.codeHash, recoveryCodeHashes(tx.keys, code));
  const used = await tx.db
    .update(recoveryCodes)
    .set({ usedAt: tx.now().toISOString() })
    .where(and(eq(recoveryCodes.userId, user.id), isRight, isNull(recoveryCodes.usedAt)))
    .returning({ userId: recoveryCodes.userId });
  if (used.length === 0) return undefined;
  const after = { recoveryCodesLeft: await countRecoveryCodesLeft(tx, user.id) };
  return { events: [{ action: "user.recovery-code-used" as const, subject: userSubject(user), after }] };
}

async function askPassword(ctx: Context, password: string): Promise<Person> {
  requirePermission(ctx.actor, "two-step.manage-own");
  return askOwnPassword(ctx, password, "password");
}

const isConfirmedOf = (userId: string) => and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt));
const isUnconfirmedOf = (userId: string) => and(eq(authenticators.userId, userId), isNull(authenticators.confirmedAt));

async function unconfirmedOf(ctx: Context, userId: string) {
  const [authenticator] = await ctx.db.select().from(authenticators).where(isUnconfirmedOf(userId));
  if (!authenticator) throw conflict("There is no authenticator to confirm. Begin with your password.");
  return authenticator;
}

async function replaceRecoveryCodes(tx: WriteContext, userId: string): Promise<RecoveryCodeList> {
  const codes = Array.from({ length: numbers.twoStep.recoveryCodes }, newRecoveryCode);
  const rows = codes.map((code) => ({ userId, codeHash: recoveryCodeHashes(tx.keys, code)[0] }));
  await tx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.db.insert(recoveryCodes).values(rows);
  return { codes };
}

/** Says whether there was anything that signing in asked for. */
async function removeTwoStep(tx: WriteContext, userId: string): Promise<boolean> {
  const { confirmedAt } = authenticators;
  const removed = await tx.db
    .delete(authenticators)
    .where(eq(authenticators.userId, userId))
    .returning({ confirmedAt });
  await tx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  return removed.some((authenticator) => authenticator.confirmedAt !== null);
}

const ownEvent = ({ actor }: WriteContext, action: AuditEvent["action"]): AuditEvent => ({
  action,
  subject: { type: "user", id: actor.userId, label: actor.label },
});
