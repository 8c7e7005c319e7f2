import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { apiTokens, users } from "@/db/schema";
import type { Actor, Context } from "@/server/domain/context";
import { can } from "@/server/domain/permissions";
import { actors, withContext } from "@/server/test/database";
import { addUsers } from "@/server/test/server";
import { createApiToken } from "./mutations";
import { findApiToken, listApiTokensOf, listOwnApiTokens } from "./queries";
import { formatApiToken } from "./rules";
import * as schema from "./schema";

const day = 86_400_000;
const tokenLike = (fields: object = {}) =>
  schema.createApiToken.parse({ name: "nightly", role: "viewer", scopes: ["hosts:read"], ...fields });

const withUsers = (body: (ctx: Context) => Promise<void>, actor: Actor = actors.operator) =>
  withContext(async (ctx) => {
    await addUsers(ctx.db as Db);
    await body(ctx);
  }, actor);

describe("findApiToken", () => {
  it("gives who the token acts as, who has the owner's role and may do what the token was made for", () =>
    withUsers(async (ctx) => {
      const { apiToken, token } = await createApiToken(ctx, tokenLike({ scopes: ["hosts:read", "hosts:write"] }));
      const found = await findApiToken(ctx.db, token, ctx.now());
      expect(found).toEqual({
        apiTokenId: apiToken.id,
        lastUsedAt: null,
        actor: {
          kind: "api_token",
          id: apiToken.id,
          userId: actors.operator.id,
          label: "operator@example.net · nightly",
          role: "operator",
          token: { role: "viewer", scopes: ["hosts:read", "hosts:write"] },
        },
      });
      expect([can(found!.actor, "hosts.read"), can(found!.actor, "hosts.write")]).toEqual([true, false]);
    }));

  it("finds nobody after expiry, nor while the owner is deactivated", () =>
    withUsers(async (ctx) => {
      const { apiToken, token } = await createApiToken(ctx, tokenLike({ expiresInDays: 1 }));
      const isGood = async (now: Date) => (await findApiToken(ctx.db, token, now)) !== undefined;
      const expiry = Date.parse(apiToken.createdAt) + day;
      expect([await isGood(new Date(expiry - 1)), await isGood(new Date(expiry))]).toEqual([true, false]);
      const deactivate = (deactivatedAt: string | null) =>
        (ctx.db as Db).update(users).set({ deactivatedAt }).where(eq(users.id, actors.operator.id));
      await deactivate(apiToken.createdAt);
      expect(await isGood(ctx.now())).toBe(false);
      await deactivate(null);
      expect(await isGood(ctx.now())).toBe(true);
    }));

  it("finds nobody for a token that was altered, however well its checksum was made", () =>
    withUsers(async (ctx) => {
      const { token } = await createApiToken(ctx, tokenLike());
      const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(formatApiToken);
      const alterations = fc
        .tuple(fc.nat(52), fc.stringMatching(/^[0-9A-Za-z_-]$/))
        .map(([position, character]) => token.slice(0, position) + character + token.slice(position + 1));
      const forged = fc.asyncProperty(fc.oneof(secrets, alterations, fc.string()), async (other) => {
        expect((await findApiToken(ctx.db, other, ctx.now())) !== undefined).toBe(other === token);
      });
      await fc.assert(forged, { numRuns: 200 });
    }));
});

describe("the list of tokens", () => {
  it("has one's own, newest first, in pages, without any secret", () =>
    withUsers(async (ctx) => {
      await createApiToken({ ...ctx, actor: actors.viewer }, tokenLike());
      const names = ["first", "second", "third"];
      const tokens: string[] = [];
      for (const name of names) tokens.push((await createApiToken(ctx, tokenLike({ name }))).token);
      const first = await listOwnApiTokens(ctx, { limit: 2 });
      const second = await listOwnApiTokens(ctx, { limit: 2, cursor: first.nextCursor! });
      expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(names.toReversed());
      expect(second.nextCursor).toBeNull();
      for (const token of first.items) expect(schema.apiToken.strict().parse(token)).toEqual(token);
    }));

  it("of another user is the same that the user sees, and a cursor of one is none of another", () =>
    withUsers(async (ctx) => {
      for (const name of ["a", "b"]) await createApiToken(ctx, tokenLike({ name }));
      const asAdmin = { ...ctx, actor: actors.admin };
      const own = await listOwnApiTokens(ctx, { limit: 1 });
      expect(await listApiTokensOf(asAdmin, { id: actors.operator.id, limit: 1 })).toEqual(own);
      const foreign = listApiTokensOf(asAdmin, { id: actors.viewer.id, limit: 1, cursor: own.nextCursor! });
      await expect(foreign).rejects.toMatchObject({ code: "malformed" });
      expect(await ctx.db.$count(apiTokens)).toBe(2);
    }));

  it("of a user whom there is not is not found", () =>
    withUsers(async (ctx) => {
      const missing = listApiTokensOf(ctx, { id: "01890000-0000-7000-8000-000000000000", limit: 1 });
      await expect(missing).rejects.toMatchObject({ code: "not_found" });
    }, actors.admin));
});
