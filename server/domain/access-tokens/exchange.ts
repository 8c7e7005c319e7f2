import { eq } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { onlyRow } from "@/db/rows";
import { sessions, users } from "@/db/schema";
import { audited, unaudited } from "@/server/domain/audit/audited";
import type { Context, WriteContext } from "@/server/domain/context";
import { invalidToken } from "@/server/domain/errors";
import { keyGenerations } from "@/server/domain/keys/derive";
import { hashSecret } from "@/server/domain/secrets/hash";
import { actorOf, addSession, endAsSignedOut, endLive } from "@/server/domain/sessions/mutations";
import { judgeRefresh, sessionLabels, sessionLimits } from "@/server/domain/sessions/rules";
import type { SignIn, Tokens } from "@/server/domain/sessions/schema";
import { withCredentials } from "@/server/domain/sign-in/sign-in";
import { accessTokenOf } from "./access-token";
import { type RefreshPosition, readRefreshToken, refreshTokenOf } from "./refresh-token";

/** Signs an API client in. Throws as `withCredentials` does. */
export async function signInForTokens(ctx: Context, input: SignIn): Promise<Tokens> {
  return withCredentials(ctx, input, async (tx, user) => {
    const position = { sessionId: newId(), generation: 0 };
    const refreshToken = refreshTokenOf(tx.keys, position);
    await addSession(tx, {
      id: position.sessionId,
      userId: user.id,
      kind: "api",
      secretHash: hashSecret(refreshToken),
    });
    return tokensOf(tx, { ...position, userId: user.id, grantedAt: tx.now() }, refreshToken);
  });
}

/**
 * Exchanges a refresh token for new tokens. Parallel requests with the same one get the same successor. One that was exchanged
 * longer ago is a thief's or was a thief's: it ends the session, and with it all its tokens, and is an event.
 * Throws `unauthenticated` for what is no refresh token, or none any more.
 */
export async function refreshTokens(ctx: Context, refreshToken: string): Promise<Tokens> {
  const position = readRefreshToken(ctx.keys, refreshToken);
  if (!position) throw invalidToken();
  const exchanged = await unaudited(ctx, "an exchange keeps a session as it is", (tx) =>
    exchange(tx, position, refreshToken),
  );
  if (exchanged !== "reused") return exchanged;
  await endReused(ctx, position.sessionId);
  throw invalidToken();
}

type Session = Awaited<ReturnType<typeof lockSession>> & {};

/** The row lock lets parallel exchanges of one session happen one after the other, each seeing what the last one did. */
async function lockSession(tx: WriteContext, sessionId: string) {
  const [session] = await tx.db.select().from(sessions).where(eq(sessions.id, sessionId)).for("update");
  const { createdAfter, usedAfter } = sessionLimits(tx.now());
  const isLive = session && !session.endedAt && session.createdAt > createdAfter && session.lastUsedAt > usedAfter;
  return isLive ? session : undefined;
}

async function exchange(tx: WriteContext, position: RefreshPosition, presented: string): Promise<Tokens | "reused"> {
  const session = await lockSession(tx, position.sessionId);
  if (session?.kind !== "api") throw invalidToken();
  const isNewest = Buffer.from(session.secretHash).equals(hashSecret(presented));
  const isPrevious = position.generation === session.refreshGeneration - 1;
  const verdict = judgeRefresh({ isNewest, isPrevious, refreshedAt: session.refreshedAt }, tx.now());
  if (verdict === "reused") return verdict;
  return verdict === "rotate" ? rotate(tx, session) : share(tx, session);
}

async function rotate(tx: WriteContext, session: Session): Promise<Tokens> {
  const generation = session.refreshGeneration + 1;
  const refreshToken = refreshTokenOf(tx.keys, { sessionId: session.id, generation });
  const grantedAt = tx.now();
  const at = grantedAt.toISOString();
  await tx.db
    .update(sessions)
    .set({ secretHash: hashSecret(refreshToken), refreshGeneration: generation, refreshedAt: at, lastUsedAt: at })
    .where(eq(sessions.id, session.id));
  return tokensOf(tx, { sessionId: session.id, generation, userId: session.userId, grantedAt }, refreshToken);
}

/** The tokens of the exchange that another request made a moment ago, which live no longer for being asked for again. */
function share(tx: WriteContext, session: Session): Promise<Tokens> {
  const position = { sessionId: session.id, generation: session.refreshGeneration };
  const candidates = keyGenerations(tx.keys).map((keys) => refreshTokenOf(keys, position));
  const newest = candidates.find((token) => Buffer.from(session.secretHash).equals(hashSecret(token)));
  if (newest === undefined || session.refreshedAt === null) throw invalidToken();
  return tokensOf(tx, { ...position, userId: session.userId, grantedAt: new Date(session.refreshedAt) }, newest);
}

type Grant = Parameters<typeof accessTokenOf>[1];

async function tokensOf(ctx: WriteContext, grant: Grant, refreshToken: string): Promise<Tokens> {
  const { accessToken, expiresAt } = await accessTokenOf(ctx.keys, grant);
  const expiresIn = Math.max(0, Math.floor((expiresAt.getTime() - ctx.now().getTime()) / 1_000));
  return { accessToken, tokenType: "Bearer", expiresIn, refreshToken };
}

async function endReused(ctx: Context, sessionId: string): Promise<void> {
  await audited(ctx, "sessions.refresh", async (tx) => {
    const ended = await endLive(tx, eq(sessions.id, sessionId), "refresh_token_reused");
    const owners = await tx.db
      .select({ email: users.email })
      .from(users)
      .innerJoin(sessions, eq(sessions.userId, users.id))
      .where(eq(sessions.id, sessionId));
    const label = `${sessionLabels.api} of ${onlyRow(owners).email}`;
    const subject = { type: "session", id: sessionId, label };
    return { result: undefined, events: ended.map(() => ({ action: "session.refresh-token-reused", subject })) };
  });
}

/** Ends the session of a refresh token, also of one that was exchanged. What is no refresh token is no error (RFC 7009). */
export async function revokeTokens(ctx: Context, refreshToken: string): Promise<void> {
  const position = readRefreshToken(ctx.keys, refreshToken);
  if (!position) return;
  const { id, email, role } = users;
  const [owner] = await ctx.db
    .select({ id, email, role })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .where(eq(sessions.id, position.sessionId));
  if (owner) await endAsSignedOut({ ...ctx, actor: actorOf(owner) }, position.sessionId);
}
