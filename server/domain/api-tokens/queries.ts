import { and, eq, getTableColumns, gt, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/connect";
import { preparedOnce } from "@/db/prepared";
import { apiTokens, users } from "@/db/schema";
import { type Actor, askingUserId, type Context } from "@/server/domain/context";
import { type Keyset, orderOf, rowsAfter } from "@/server/domain/lists/keyset";
import { type Page, pageOf } from "@/server/domain/lists/page";
import { hashSecret } from "@/server/domain/secrets/hash";
import { getUser } from "@/server/domain/users/queries";
import { apiTokenLabel, isApiToken, knownScopes } from "./rules";
import type { ApiToken, ListApiTokensOf, ListOwnApiTokens } from "./schema";

const { secretHash, userId, ...apiTokenColumns } = getTableColumns(apiTokens);

export { apiTokenColumns };

type Row = Omit<ApiToken, "scopes"> & { scopes: string[] };

export const toApiToken = (row: Row): ApiToken => ({ ...row, scopes: knownScopes(row.scopes) });

/** The condition for the tokens that are neither revoked nor expired. */
export const isLiveAt = (now: string) => and(isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now));

/** A page of the asking user's tokens, newest first, those that are over too. Throws `malformed` for a cursor of another list. */
export async function listOwnApiTokens(ctx: Context, page: ListOwnApiTokens): Promise<Page<ApiToken>> {
  return tokensOf(ctx, askingUserId(ctx.actor), page);
}

/** The same of any user. Throws `not_found` where there is no such user. */
export async function listApiTokensOf(ctx: Context, { id, ...page }: ListApiTokensOf): Promise<Page<ApiToken>> {
  await getUser(ctx, { id });
  return tokensOf(ctx, id, page);
}

const newestFirst: Keyset = { column: apiTokens.createdAt, id: apiTokens.id, isDescending: true };

async function tokensOf(ctx: Context, owner: string, { limit, cursor }: ListOwnApiTokens): Promise<Page<ApiToken>> {
  return pageOf(ctx, {
    scope: { list: "api-tokens", owner },
    cursor,
    limit,
    fetch: async (after, count) => {
      const rows = await ctx.db
        .select(apiTokenColumns)
        .from(apiTokens)
        .where(and(eq(userId, owner), after && rowsAfter(newestFirst, after)))
        .orderBy(...orderOf(newestFirst))
        .limit(count);
      return rows.map(toApiToken);
    },
    positionOf: (token) => ({ value: token.createdAt, id: token.id }),
  });
}

const liveTokenBySecret = preparedOnce((db) =>
  db
    .select({
      apiTokenId: apiTokens.id,
      name: apiTokens.name,
      role: apiTokens.role,
      scopes: apiTokens.scopes,
      lastUsedAt: apiTokens.lastUsedAt,
      ownerId: users.id,
      ownerEmail: users.email,
      ownerRole: users.role,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, userId))
    .where(
      and(
        eq(secretHash, sql.placeholder("secretHash")),
        isNull(apiTokens.revokedAt),
        gt(apiTokens.expiresAt, sql.placeholder("now")),
        isNull(users.deactivatedAt),
      ),
    )
    .prepare("api_token_by_secret"),
);

type TokenInUse = { actor: Actor; apiTokenId: string; lastUsedAt: string | null };

/**
 * Who an API token acts as; undefined where it is unknown, expired or revoked, or its owner deactivated. A text without a good
 * checksum costs no query.
 */
export async function findApiToken(db: Reader, token: string, now: Date): Promise<TokenInUse | undefined> {
  if (!isApiToken(token)) return undefined;
  const [row] = await liveTokenBySecret(db).execute({ secretHash: hashSecret(token), now: now.toISOString() });
  if (!row) return undefined;
  const { apiTokenId, name, role, scopes, lastUsedAt, ownerId, ownerEmail, ownerRole } = row;
  const actor: Actor = {
    kind: "api_token",
    id: apiTokenId,
    userId: ownerId,
    label: apiTokenLabel(ownerEmail, name),
    role: ownerRole,
    token: { role, scopes: knownScopes(scopes) },
  };
  return { actor, apiTokenId, lastUsedAt };
}
