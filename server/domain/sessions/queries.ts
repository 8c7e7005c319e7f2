import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { preparedOnce } from "@/db/prepared";
import { sessions, users } from "@/db/schema";
import type { Actor } from "@/server/domain/context";
import { hashSecret, sessionLimits } from "./rules";

export type SignedIn = { actor: Actor; sessionId: string; lastUsedAt: string };

const sessionBySecret = preparedOnce((db) =>
  db
    .select({
      sessionId: sessions.id,
      lastUsedAt: sessions.lastUsedAt,
      userId: users.id,
      email: users.email,
      role: users.role,
      mustChangePassword: users.mustChangePassword,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.secretHash, sql.placeholder("secretHash")),
        isNull(sessions.endedAt),
        isNull(users.deactivatedAt),
        gt(sessions.createdAt, sql.placeholder("createdAfter")),
        gt(sessions.lastUsedAt, sql.placeholder("usedAfter")),
      ),
    )
    .prepare("session_by_secret"),
);

/** Who a session's secret stands for; undefined where it is unknown, ended or expired, or its user deactivated. */
export async function findSession(db: Reader, secret: string, now: Date): Promise<SignedIn | undefined> {
  const [row] = await sessionBySecret(db).execute({ secretHash: hashSecret(secret), ...sessionLimits(now) });
  if (!row) return undefined;
  const { sessionId, lastUsedAt, userId, email, role, mustChangePassword } = row;
  return { sessionId, lastUsedAt, actor: { kind: "user", id: userId, label: email, role, mustChangePassword } };
}
