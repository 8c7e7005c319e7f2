import { createHmac, randomBytes } from "node:crypto";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { sessions, users } from "@/db/schema";
import { audited, unaudited } from "@/server/domain/audit/audited";
import type { Actor, Context } from "@/server/domain/context";
import { DomainError } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { verifyPassword } from "@/server/domain/passwords/hash";
import { hashSecret, sessionLimits } from "./rules";
import type { SignIn } from "./schema";

type User = typeof users.$inferSelect;

const userSubject = (user: Pick<User, "id" | "email">) => ({ type: "user", id: user.id, label: user.email });

/**
 * Signs a user in and gives the new session's secret, which is kept nowhere else. Unknown addresses, deactivated users and wrong
 * passwords get the same `unauthenticated`, equally slowly; `rate_limited` where too many sign in at once.
 */
export async function signIn(
  ctx: Context,
  { email, password }: SignIn,
): Promise<{ secret: string; mustChangePassword: boolean }> {
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  const isRight = await verifyPassword(user?.passwordHash, password);
  if (!user || !isRight || user.deactivatedAt !== null) {
    await recordFailedSignIn(ctx, user, email);
    throw new DomainError("unauthenticated", "The e-mail address or the password is wrong.");
  }
  return startSession(ctx, user);
}

async function startSession(ctx: Context, user: User) {
  const secret = randomBytes(numbers.sessions.secretBytes).toString("base64url");
  const actor: Actor = { kind: "user", id: user.id, label: user.email, role: user.role };
  return audited({ ...ctx, actor }, "sessions.start", async (tx) => {
    const at = tx.now().toISOString();
    const session = { id: newId(), userId: user.id, createdAt: at, lastUsedAt: at, ...tx.client };
    await tx.db.insert(sessions).values({ ...session, secretHash: hashSecret(secret) });
    const result = { secret, mustChangePassword: user.mustChangePassword };
    return { result, events: [{ action: "user.signed-in", subject: userSubject(user) }] };
  });
}

async function recordFailedSignIn(ctx: Context, user: User | undefined, email: string): Promise<void> {
  // What was typed for an unknown address may be a password, so the log keeps only what tells whether two are the same.
  const address = createHmac("sha256", ctx.keys["audit-address"]).update(email.toLowerCase()).digest("hex");
  const event = user
    ? { subject: userSubject(user) }
    : { subject: { type: "user", id: null, label: "unknown address" }, after: { address } };
  await audited(ctx, "sessions.start", async () => ({
    result: undefined,
    events: [{ action: "user.sign-in-failed" as const, ...event }],
  }));
}

/** Ends the session that the request came with. Ending it twice is no error. */
export async function signOut(ctx: Context): Promise<void> {
  await audited(ctx, "sessions.end-own", async (tx) => {
    const ended = await tx.db
      .update(sessions)
      .set({ endedAt: tx.now().toISOString() })
      .where(and(eq(sessions.id, tx.sessionId ?? ""), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    const subject = { type: "user", id: tx.actor.id, label: tx.actor.label };
    return { result: undefined, events: ended.map(() => ({ action: "user.signed-out" as const, subject })) };
  });
}

/** Keeps when a session was used last, to the precision of `numbers.sessions.lastUsePrecisionSeconds`. */
export async function keepLastUse(ctx: Context, session: { sessionId: string; lastUsedAt: string }): Promise<void> {
  const now = ctx.now();
  const ageSeconds = (now.getTime() - Date.parse(session.lastUsedAt)) / 1_000;
  if (ageSeconds < numbers.sessions.lastUsePrecisionSeconds) return;
  await unaudited(ctx, "last use is a measurement", async (tx) => {
    await tx.db.update(sessions).set({ lastUsedAt: now.toISOString() }).where(eq(sessions.id, session.sessionId));
  });
}

/** Removes sessions that nobody can use any more. The audit log keeps who signed in and out. */
export async function removeExpiredSessions(ctx: Context): Promise<void> {
  const { createdAfter, usedAfter } = sessionLimits(ctx.now());
  await unaudited(ctx, "expiry follows from the events of sign-in and sign-out", async (tx) => {
    await tx.db
      .delete(sessions)
      .where(
        or(lt(sessions.createdAt, createdAfter), lt(sessions.lastUsedAt, usedAfter), lt(sessions.endedAt, usedAfter)),
      );
  });
}
