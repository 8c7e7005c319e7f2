import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { passwordLinks, users } from "@/db/schema";
import type { Context, WriteContext } from "@/server/domain/context";
import { hashSecret, newSecret } from "@/server/domain/secrets/hash";
import { linkExpiry, linkPath } from "@/server/domain/users/rules";
import type { PasswordLink } from "@/server/domain/users/schema";

/**
 * Makes a link for each of some users, good once and for `numbers.passwords.linkHours`, and ends those that they had. What is
 * given back by user id is kept nowhere else. Whoever calls holds the users' rows, so that two links are never made at once.
 */
export async function openPasswordLinks(
  tx: WriteContext,
  userIds: readonly string[],
): Promise<Map<string, PasswordLink>> {
  await endPasswordLinks(tx, userIds);
  if (userIds.length === 0) return new Map();
  const now = tx.now();
  const [createdAt, expiresAt] = [now.toISOString(), linkExpiry(now)];
  const secrets = userIds.map((userId) => ({ userId, secret: newSecret() }));
  await tx.db.insert(passwordLinks).values(
    secrets.map(({ userId, secret }) => ({
      id: newId(),
      userId,
      secretHash: hashSecret(secret),
      createdAt,
      expiresAt,
    })),
  );
  return new Map(secrets.map(({ userId, secret }) => [userId, { path: linkPath(secret), expiresAt }]));
}

/** Ends the open links of some users. */
export async function endPasswordLinks(tx: WriteContext, userIds: readonly string[]): Promise<void> {
  await tx.db
    .update(passwordLinks)
    .set({ endedAt: tx.now().toISOString() })
    .where(and(inArray(passwordLinks.userId, [...userIds]), isNull(passwordLinks.endedAt)));
}

/** Whose link a secret is of, or undefined where it is of none that is good now. */
export async function findLinkOwner(ctx: Context, secret: string) {
  const [owner] = await ctx.db
    .select({ id: users.id, email: users.email, role: users.role })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(and(isGood(ctx, secret), isNull(users.deactivatedAt)));
  return owner;
}

/** Uses up the link of a secret. Gives whether it was good: of several who follow one link at once, the first alone is told so. */
export async function spendPasswordLink(tx: WriteContext, secret: string): Promise<boolean> {
  const used = await tx.db
    .update(passwordLinks)
    .set({ endedAt: tx.now().toISOString() })
    .where(isGood(tx, secret))
    .returning({ id: passwordLinks.id });
  return used.length > 0;
}

function isGood({ now }: Pick<Context, "now">, secret: string) {
  return and(
    eq(passwordLinks.secretHash, hashSecret(secret)),
    isNull(passwordLinks.endedAt),
    gt(passwordLinks.expiresAt, now().toISOString()),
  );
}
