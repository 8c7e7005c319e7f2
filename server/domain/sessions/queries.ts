import { and, eq, gt, inArray, isNull, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { preparedOnce } from "@/db/prepared";
import { authenticators, sessions, settings, users } from "@/db/schema";
import type { Actor, Context } from "@/server/domain/context";
import { invalidToken, unauthenticated } from "@/server/domain/errors";
import { type Keyset, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import type { Duty } from "@/server/domain/permissions";
import { hashSecret } from "@/server/domain/secrets/hash";
import { getUser } from "@/server/domain/users/queries";
import { expiryOf, sessionLimits } from "./rules";
import type { ListOwnSessions, ListSessionsOf, Session } from "./schema";

export type SignedIn = { actor: Actor; sessionId: string; lastUsedAt: string };

/** What a user must do first; null for nothing. As an expression over `users`, so that a session and its duty are one query. */
export const duty = sql<Duty | null>`case
  when ${users.mustChangePassword} then 'change-password'
  when exists (
    select from ${settings} where ${settings.name} = 'two-step-roles' and jsonb_exists(${settings.value}, ${users.role}::text)
  ) and not exists (
    select from ${authenticators} where ${authenticators.userId} = ${users.id} and ${authenticators.confirmedAt} is not null
  ) then 'set-up-two-step'
end`;

const signedInColumns = {
  sessionId: sessions.id,
  lastUsedAt: sessions.lastUsedAt,
  userId: users.id,
  email: users.email,
  role: users.role,
  duty: duty.as("duty"),
};

type Limits = Record<keyof ReturnType<typeof sessionLimits>, string | Placeholder>;

const isLive = ({ createdAfter, usedAfter }: Limits) =>
  and(isNull(sessions.endedAt), gt(sessions.createdAt, createdAfter), gt(sessions.lastUsedAt, usedAfter));

const limitsToCome = { createdAfter: sql.placeholder("createdAfter"), usedAfter: sql.placeholder("usedAfter") };

const signedInWhere = (db: Reader, where: SQL | undefined, limits: Limits = limitsToCome) =>
  db
    .select(signedInColumns)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(where, isLive(limits), isNull(users.deactivatedAt)));

const browserSession = preparedOnce((db) =>
  signedInWhere(db, and(eq(sessions.secretHash, sql.placeholder("secretHash")), eq(sessions.kind, "browser"))).prepare(
    "browser_session",
  ),
);

const apiSession = preparedOnce((db) =>
  signedInWhere(
    db,
    and(
      eq(sessions.id, sql.placeholder("sessionId")),
      eq(sessions.userId, sql.placeholder("userId")),
      eq(sessions.kind, "api"),
    ),
  ).prepare("api_session"),
);

type Row = {
  sessionId: string;
  lastUsedAt: string;
  userId: string;
  email: string;
  role: Actor["role"];
  duty: Duty | null;
};

function signedIn({ sessionId, lastUsedAt, userId, email, role, duty: due }: Row): SignedIn {
  const actor: Actor = { kind: "user", id: userId, userId, label: email, role, duty: due ?? undefined };
  return { sessionId, lastUsedAt, actor };
}

/** Who a cookie's secret stands for; undefined where it is unknown, ended or expired, or its user deactivated. */
export async function findBrowserSession(db: Reader, secret: string, now: Date): Promise<SignedIn | undefined> {
  const [row] = await browserSession(db).execute({ secretHash: hashSecret(secret), ...sessionLimits(now) });
  return row && signedIn(row);
}

/** Whose session an access token belongs to. Throws `unauthenticated` where it has ended, so that a token does not outlive it. */
export async function getApiSession(
  db: Reader,
  whose: { sessionId: string; userId: string },
  now: Date,
): Promise<SignedIn> {
  const [row] = await apiSession(db).execute({ ...whose, ...sessionLimits(now) });
  if (!row) throw invalidToken();
  return signedIn(row);
}

/** Who the live ones of some sessions stand for, by session. */
export async function findLiveActors(
  db: Reader,
  sessionIds: readonly string[],
  now: Date,
): Promise<Map<string, Actor>> {
  const rows = await signedInWhere(db, inArray(sessions.id, [...sessionIds]), sessionLimits(now));
  return new Map(rows.map((row) => [row.sessionId, signedIn(row).actor]));
}

/** The asking user's sessions: those that are live and those that ended lately, the newest first. */
export async function listOwnSessions(ctx: Context, input: ListOwnSessions): Promise<Page<Session>> {
  if (ctx.actor.userId === null) throw unauthenticated();
  return sessionsOf(ctx, { ...input, id: ctx.actor.userId });
}

/** The sessions of a user. Throws `not_found` where there is no such user. */
export async function listSessionsOf(ctx: Context, input: ListSessionsOf): Promise<Page<Session>> {
  await getUser(ctx, { id: input.id });
  return sessionsOf(ctx, input);
}

const newestFirst: Keyset = { column: sessions.createdAt, id: sessions.id, isDescending: true };

const shownColumns = {
  id: sessions.id,
  kind: sessions.kind,
  ip: sessions.ip,
  userAgent: sessions.userAgent,
  createdAt: sessions.createdAt,
  lastUsedAt: sessions.lastUsedAt,
  endedAt: sessions.endedAt,
  ending: sessions.ending,
};

function sessionsOf(ctx: Context, { id, cursor, limit }: ListSessionsOf): Promise<Page<Session>> {
  const limits = sessionLimits(ctx.now());
  return pageOf(ctx, {
    scope: { list: "sessions", id },
    cursor,
    limit,
    fetch: async (after, count) => {
      const rows = await ctx.db
        .select(shownColumns)
        .from(sessions)
        .where(
          and(
            eq(sessions.userId, id),
            or(isLive(limits), gt(sessions.endedAt, limits.usedAfter)),
            after && rowsAfter(newestFirst, after),
          ),
        )
        .orderBy(...orderOf(newestFirst))
        .limit(count);
      return rows.map((row) => ({ ...row, expiresAt: expiryOf(row), isCurrent: row.id === ctx.sessionId }));
    },
    positionOf: (session) => ({ value: session.createdAt, id: session.id }),
  });
}
