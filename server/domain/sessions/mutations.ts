import { and, eq, isNull, lt, ne, or, type SQL } from "drizzle-orm";
import { v7 as newId } from "uuid";
import type { SessionEnding } from "@/db/enums";
import { sessions, users } from "@/db/schema";
import { audited, unaudited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { Actor, Context, WriteContext } from "@/server/domain/context";
import { notFound, unauthenticated } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { can, type Duty } from "@/server/domain/permissions";
import { hashSecret, newSecret } from "@/server/domain/secrets/hash";
import type { SignedIn } from "./queries";
import { sessionLabels, sessionLimits } from "./rules";

type Owner = Pick<Actor, "role"> & { id: string; email: string; duty?: Duty | null };

/** The actor that a user is, once it is known who asks. */
export function actorOf({ id, email, role, duty }: Owner): Actor {
  return { kind: "user", id, userId: id, label: email, role, duty: duty ?? undefined };
}

/** Adds a browser's session and gives the secret of its cookie, which is kept nowhere else. */
export async function addBrowserSession(tx: WriteContext, userId: string): Promise<string> {
  const secret = newSecret();
  await addSession(tx, { id: newId(), userId, kind: "browser", secretHash: hashSecret(secret) });
  return secret;
}

type NewSession = Pick<typeof sessions.$inferInsert, "id" | "userId" | "kind" | "secretHash">;

/** Adds a session that begins now, where the request comes from. */
export async function addSession(tx: WriteContext, session: NewSession): Promise<void> {
  const at = tx.now().toISOString();
  await tx.db.insert(sessions).values({ ...session, ...tx.client, createdAt: at, lastUsedAt: at });
}

/** Ends the session that the request came with. Ending it twice is no error. */
export async function signOut(ctx: Context): Promise<void> {
  if (ctx.sessionId === null) throw unauthenticated();
  await endAsSignedOut(ctx, ctx.sessionId);
}

/** Ends a session of the acting user, as the user asked. */
export async function endAsSignedOut(ctx: Context, sessionId: string): Promise<void> {
  await audited(ctx, "sessions.end-own", async (tx) => {
    const ended = await endLive(tx, eq(sessions.id, sessionId), "signed_out");
    const subject = { type: "user", id: tx.actor.id, label: tx.actor.label };
    return { result: undefined, events: ended.map(() => ({ action: "user.signed-out" as const, subject })) };
  });
}

/**
 * Ends one session: one's own, or anybody's with the permission for that. Gives how many it ended: none where it had ended.
 * Throws `not_found` for a session that does not exist or that the actor may not see, alike.
 */
export async function endSession(ctx: Context, { id }: { id: string }): Promise<{ ended: number }> {
  const [session] = await ctx.db.select({ userId: sessions.userId }).from(sessions).where(eq(sessions.id, id));
  const isOwn = session?.userId === ctx.actor.userId;
  if (!session || (!isOwn && !can(ctx.actor, "sessions.end-any"))) throw notFound("session");
  return { ended: await endWithEvents(ctx, isOwn, eq(sessions.id, id)) };
}

/** Ends all sessions of the asking user but the one that asks. Gives how many. */
export async function endOtherSessions(ctx: Context): Promise<{ ended: number }> {
  if (ctx.actor.userId === null) throw unauthenticated();
  const others = and(eq(sessions.userId, ctx.actor.userId), butFor(ctx.sessionId));
  return { ended: await endWithEvents(ctx, true, others) };
}

/** Ends all sessions of a user. Gives how many. Throws `not_found` where there is no such user. */
export async function endSessionsOf(ctx: Context, { id }: { id: string }): Promise<{ ended: number }> {
  if ((await ctx.db.$count(users, eq(users.id, id))) === 0) throw notFound("user");
  return { ended: await endWithEvents(ctx, false, eq(sessions.userId, id)) };
}

const butFor = (id: string | null | undefined) => (id == null ? undefined : ne(sessions.id, id));

async function endWithEvents(ctx: Context, isOwn: boolean, which: SQL | undefined): Promise<number> {
  return audited(ctx, isOwn ? "sessions.end-own" : "sessions.end-any", async (tx) => {
    const ended = await endLive(tx, which, isOwn ? "ended_by_user" : "ended_by_admin");
    return { result: ended.length, events: await eventsOf(tx, ended) };
  });
}

type Ended = Pick<typeof sessions.$inferSelect, "id" | "userId" | "kind">;

async function eventsOf(tx: WriteContext, ended: readonly Ended[]): Promise<AuditEvent[]> {
  const [first] = ended;
  if (!first) return [];
  const [owner] = await tx.db.select({ email: users.email }).from(users).where(eq(users.id, first.userId));
  return ended.map(({ id, kind }) => ({
    action: "session.ended",
    subject: { type: "session", id, label: `${sessionLabels[kind]} of ${owner?.email}` },
  }));
}

/**
 * Ends the live sessions of a user, but for one, inside the transaction of the change that they must not outlive. Gives how
 * many. The event is that change's own.
 */
export async function endSessions(
  tx: WriteContext,
  { userId, ending, except }: { userId: string; ending: SessionEnding; except?: string | null },
): Promise<number> {
  return (await endLive(tx, and(eq(sessions.userId, userId), butFor(except)), ending)).length;
}

/** Ends the live ones of some sessions, and gives them. */
export function endLive(tx: WriteContext, which: SQL | undefined, ending: SessionEnding): Promise<Ended[]> {
  return tx.db
    .update(sessions)
    .set({ endedAt: tx.now().toISOString(), ending })
    .where(and(which, isNull(sessions.endedAt)))
    .returning({ id: sessions.id, userId: sessions.userId, kind: sessions.kind });
}

/** Keeps when a session was used last, to the precision of `numbers.sessions.lastUsePrecisionSeconds`. */
export async function keepLastUse(ctx: Context, session: Omit<SignedIn, "actor">): Promise<void> {
  const now = ctx.now();
  const staleMilliseconds = numbers.sessions.lastUsePrecisionSeconds * 1_000;
  if (now.getTime() - Date.parse(session.lastUsedAt) < staleMilliseconds) return;
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
