import { and, eq, isNull } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { onlyRow } from "@/db/rows";
import { apiTokens, users } from "@/db/schema";
import { audited, unaudited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { askingUserId, type Context, type WriteContext } from "@/server/domain/context";
import { conflict, invalid, notFound, unauthenticated } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { can, rolesUpTo } from "@/server/domain/permissions";
import { hashSecret } from "@/server/domain/secrets/hash";
import { apiTokenColumns, isLiveAt, toApiToken } from "./queries";
import { apiTokenLabel, newApiToken } from "./rules";
import type { ApiToken, CreateApiToken, CreatedApiToken } from "./schema";

const { maxPerUser } = numbers.apiTokens;
const dayMilliseconds = 86_400_000;

const subjectOf = ({ id, email, name }: { id: string; email: string; name: string }) => ({
  type: "api-token",
  id,
  label: apiTokenLabel(email, name),
});

/**
 * Makes an API token of the asking user. It is given here and kept nowhere.
 * Throws `invalid` for a role above the owner's, `conflict` where the owner has as many live ones as there may be.
 */
export async function createApiToken(ctx: Context, input: CreateApiToken): Promise<CreatedApiToken> {
  return audited(ctx, "api-tokens.manage-own", async (tx) => {
    const { expiresInDays, ...fields } = input;
    const owner = await lockOwner(tx);
    refuseHigherRole(owner, input);
    await refuseTooMany(tx, owner.id);
    const now = tx.now();
    const expiresAt = new Date(now.getTime() + expiresInDays * dayMilliseconds).toISOString();
    const token = newApiToken();
    const row = { ...fields, id: newId(), userId: owner.id, createdAt: now.toISOString(), expiresAt };
    const [created] = await tx.db
      .insert(apiTokens)
      .values({ ...row, secretHash: hashSecret(token) })
      .returning(apiTokenColumns);
    const apiToken = toApiToken(onlyRow(created ? [created] : []));
    const subject = subjectOf({ ...apiToken, email: owner.email });
    const event = { action: "api-token.created" as const, subject, after: { ...fields, expiresAt } };
    return { result: { apiToken, token }, events: [event], isResultSecret: true };
  });
}

type Owner = Pick<typeof users.$inferSelect, "id" | "email" | "role">;

/** The asking user, held until the transaction ends: neither role nor number of tokens changes meanwhile. */
async function lockOwner(tx: WriteContext): Promise<Owner> {
  const { id, email, role } = users;
  const [owner] = await tx.db
    .select({ id, email, role })
    .from(users)
    .where(and(eq(id, askingUserId(tx.actor)), isNull(users.deactivatedAt)))
    .for("no key update");
  if (!owner) throw unauthenticated();
  return owner;
}

function refuseHigherRole(owner: Owner, input: CreateApiToken): void {
  const allowed = rolesUpTo(owner.role);
  if (allowed.includes(input.role)) return;
  const message = `You may give ${allowed.join(", ")}.`;
  throw invalid("A token cannot have a higher role than its owner.", [{ path: "role", message }]);
}

async function refuseTooMany(tx: WriteContext, ownerId: string): Promise<void> {
  const live = and(eq(apiTokens.userId, ownerId), isLiveAt(tx.now().toISOString()));
  if ((await tx.db.$count(apiTokens, live)) < maxPerUser) return;
  throw conflict(`You have ${maxPerUser} API tokens, and no more are possible. Revoke one first.`);
}

/**
 * Revokes a token, one's own or, where the role may, anybody's. Revoking it twice is no error.
 * Throws `not_found`, also for a token of somebody else that the actor may not see.
 */
export async function revokeApiToken(ctx: Context, { id }: { id: string }): Promise<ApiToken> {
  return audited(ctx, "api-tokens.manage-own", async (tx) => {
    const isOwn = eq(apiTokens.userId, askingUserId(tx.actor));
    const within = and(eq(apiTokens.id, id), can(tx.actor, "api-tokens.revoke-any") ? undefined : isOwn);
    const [revoked] = await revoke(tx, and(within, isNull(apiTokens.revokedAt)));
    if (revoked) return { result: revoked.apiToken, events: [revoked.event] };
    const [earlier] = await tx.db.select(apiTokenColumns).from(apiTokens).where(within);
    if (!earlier) throw notFound("API token");
    return { result: toApiToken(earlier), events: [] };
  });
}

/** Revokes all live tokens of a user as part of another change. Gives an event for each, for that change to record. */
export async function revokeApiTokensOf(tx: WriteContext, userId: string): Promise<AuditEvent[]> {
  const live = and(eq(apiTokens.userId, userId), isLiveAt(tx.now().toISOString()));
  return (await revoke(tx, live)).map(({ event }) => event);
}

async function revoke(tx: WriteContext, which: ReturnType<typeof and>) {
  const revokedAt = tx.now().toISOString();
  const rows = await tx.db
    .update(apiTokens)
    .set({ revokedAt })
    .from(users)
    .where(and(which, eq(users.id, apiTokens.userId)))
    .returning({ ...apiTokenColumns, email: users.email });
  return rows.map(({ email, ...row }) => {
    const event = { action: "api-token.revoked", subject: subjectOf({ ...row, email }) } satisfies AuditEvent;
    return { apiToken: toApiToken(row), event: { ...event, before: { revokedAt: null }, after: { revokedAt } } };
  });
}

/** Keeps when and from where a token was used last, to the precision of `numbers.sessions.lastUsePrecisionSeconds`. */
export async function keepApiTokenUse(
  ctx: Context,
  { apiTokenId, lastUsedAt }: { apiTokenId: string; lastUsedAt: string | null },
): Promise<void> {
  const now = ctx.now();
  const ageSeconds = lastUsedAt === null ? Infinity : (now.getTime() - Date.parse(lastUsedAt)) / 1_000;
  if (ageSeconds < numbers.sessions.lastUsePrecisionSeconds) return;
  await unaudited(ctx, "last use is a measurement", async (tx) => {
    const use = { lastUsedAt: now.toISOString(), lastUsedIp: tx.client.ip };
    await tx.db.update(apiTokens).set(use).where(eq(apiTokens.id, apiTokenId));
  });
}
