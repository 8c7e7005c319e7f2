import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { apiTokens, auditEvents, idempotencyKeys, users } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Actor, Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { addUsers } from "@/server/test/server";
import { createApiToken, keepApiTokenUse, revokeApiToken, revokeApiTokensOf } from "./mutations";
import { findApiToken, listOwnApiTokens } from "./queries";
import * as schema from "./schema";

const day = 86_400_000;
const unknown = "01890000-0000-7000-8000-000000000000";
const tokenLike = (fields: object = {}) =>
  schema.createApiToken.parse({ name: "nightly", role: "viewer", scopes: ["hosts:read"], ...fields });
const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const as = (ctx: Context, actor: Actor): Context => ({ ...ctx, actor });

/** In a transaction that is rolled back, with a user of each role. */
const withUsers = (body: (ctx: Context) => Promise<void>, actor: Actor = actors.operator) =>
  withContext(async (ctx) => {
    await addUsers(ctx.db as Db);
    await body(ctx);
  }, actor);

describe("createApiToken", () => {
  it("shows the token once, keeps its SHA-256, and tells the log all but that", () =>
    withUsers(async (ctx) => {
      const input = tokenLike({ role: "operator", scopes: ["hosts:write", "hosts:read", "hosts:read"] });
      const { apiToken, token } = await createApiToken(ctx, input);
      const scopes = ["hosts:read", "hosts:write"];
      expect(apiToken).toMatchObject({ name: "nightly", role: "operator", scopes, lastUsedAt: null, revokedAt: null });
      expect(Date.parse(apiToken.expiresAt) - Date.parse(apiToken.createdAt)).toBe(90 * day);

      const [row] = await ctx.db.select().from(apiTokens);
      expect(Buffer.from(row!.secretHash)).toEqual(createHash("sha256").update(token).digest());
      const [event, ...others] = await eventsOf(ctx);
      expect(others).toEqual([]);
      const { expiresAt } = apiToken;
      expect(event).toMatchObject({
        action: "api-token.created",
        actorId: actors.operator.id,
        subjectType: "api-token",
        subjectId: apiToken.id,
        subjectLabel: "operator@example.net · nightly",
        after: { name: "nightly", role: "operator", scopes, expiresAt },
      });
      expect(JSON.stringify([event, row, apiToken])).not.toContain(token.slice(4, 20));
    }));

  it.each([
    ["operator", "admin"],
    ["operator", "auditor"],
    ["auditor", "operator"],
    ["viewer", "operator"],
  ] as const)("is invalid where somebody with the role %s gives %s, and writes nothing", (owner, role) =>
    withUsers(async (ctx) => {
      const errors = [{ path: "role", message: expect.stringContaining("viewer") }];
      await expect(createApiToken(ctx, tokenLike({ role }))).rejects.toMatchObject({ code: "invalid", errors });
      expect([await ctx.db.$count(apiTokens), await ctx.db.$count(auditEvents)]).toEqual([0, 0]);
    }, actors[owner]),
  );

  it("asks for the role that the owner has now", () =>
    withUsers(async (ctx) => {
      await (ctx.db as Db).update(users).set({ role: "viewer" }).where(eq(users.id, actors.operator.id));
      await expect(createApiToken(ctx, tokenLike({ role: "operator" }))).rejects.toMatchObject({ code: "invalid" });
      await (ctx.db as Db).update(users).set({ deactivatedAt: ctx.now().toISOString() });
      await expect(createApiToken(ctx, tokenLike())).rejects.toMatchObject({ code: "unauthenticated" });
    }));

  it("is refused to an API token, whatever it may do", () =>
    withUsers(async (ctx) => {
      const { token } = await createApiToken(ctx, tokenLike({ role: "admin", scopes: schema.scopeNames }));
      const found = await findApiToken(ctx.db, token, ctx.now());
      const refused = createApiToken(as(ctx, found!.actor), tokenLike());
      await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    }, actors.admin));

  it("gives no more than there may be, and counts those that are good only", () =>
    withUsers(async (ctx) => {
      const after = new Date(ctx.now().getTime() + 91 * day);
      await makePartitions(ctx.db as Db, after);
      for (let made = 0; made < numbers.apiTokens.maxPerUser; made++) await createApiToken(ctx, tokenLike());
      await expect(createApiToken(ctx, tokenLike())).rejects.toMatchObject({ code: "conflict" });
      await createApiToken(as(ctx, actors.viewer), tokenLike());
      const { items } = await listOwnApiTokens(ctx, { limit: 1 });
      await revokeApiToken(ctx, items[0]!);
      await createApiToken(ctx, tokenLike());
      await expect(createApiToken(ctx, tokenLike())).rejects.toMatchObject({ code: "conflict" });
      await createApiToken({ ...ctx, now: () => after }, tokenLike());
    }));

  it("gives no more than there may be to twenty who ask at once", () =>
    withDatabase(async ({ open }) => {
      const db = open("server", 20);
      await makePartitions(db);
      await addUsers(db);
      const ctx = contextOver(db, actors.operator);
      for (let made = 5; made < numbers.apiTokens.maxPerUser; made++) await createApiToken(ctx, tokenLike());
      const answers = await Promise.allSettled(Array.from({ length: 20 }, () => createApiToken(ctx, tokenLike())));
      const refused = answers.filter((answer) => answer.status === "rejected").map(({ reason }) => reason.code);
      expect(refused).toEqual(Array(15).fill("conflict"));
      expect(await db.$count(apiTokens)).toBe(numbers.apiTokens.maxPerUser);
      expect(await db.$count(auditEvents)).toBe(numbers.apiTokens.maxPerUser);
    }));

  it("gives a repeated request the same token, which is kept sealed", () =>
    withUsers(async (ctx) => {
      const once = { ...ctx, idempotency: { key: "k", fingerprint: Buffer.of(1) } };
      const first = await createApiToken(once, tokenLike());
      expect(await createApiToken(once, tokenLike())).toEqual(first);
      expect([await ctx.db.$count(apiTokens), await ctx.db.$count(auditEvents)]).toEqual([1, 1]);
      const [kept] = await ctx.db.select({ text: sql<string>`idempotency_keys::text` }).from(idempotencyKeys);
      expect(kept!.text).not.toContain(first.token);
      expect(kept!.text).not.toContain(Buffer.from(first.token).toString("hex"));
    }));
});

describe("revokeApiToken", () => {
  it("ends a token at once, with one event however often it is revoked", () =>
    withUsers(async (ctx) => {
      const { apiToken, token } = await createApiToken(ctx, tokenLike());
      const revoked = await revokeApiToken(ctx, apiToken);
      expect(revoked).toEqual({ ...apiToken, revokedAt: expect.any(String) });
      expect(await findApiToken(ctx.db, token, ctx.now())).toBeUndefined();
      expect(await revokeApiToken(ctx, apiToken)).toEqual(revoked);
      const [, event, ...others] = await eventsOf(ctx);
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        action: "api-token.revoked",
        subjectId: apiToken.id,
        subjectLabel: "operator@example.net · nightly",
        before: { revokedAt: null },
        after: { revokedAt: revoked.revokedAt },
      });
    }));

  it("R-AZ-2 knows no difference between a stranger's token and none", () =>
    withUsers(async (ctx) => {
      const { apiToken } = await createApiToken(ctx, tokenLike());
      const stranger = as(ctx, actors.auditor);
      const refusalOf = (id: string) => revokeApiToken(stranger, { id }).catch((error: unknown) => error);
      const refusal = await refusalOf(apiToken.id);
      expect(refusal).toMatchObject({ code: "not_found" });
      const refusalOfNone = await refusalOf(unknown);
      expect(refusalOfNone).toMatchObject({ code: "not_found" });
      expect(refusalOfNone).toEqual(refusal);
      expect(await ctx.db.$count(apiTokens, sql`revoked_at is not null`)).toBe(0);
    }));

  it("is possible for an admin, whosoever token it is", () =>
    withUsers(async (ctx) => {
      const { apiToken } = await createApiToken(ctx, tokenLike());
      await revokeApiToken(as(ctx, actors.admin), apiToken);
      const event = (await eventsOf(ctx)).at(-1);
      expect(event).toMatchObject({ action: "api-token.revoked", actorId: actors.admin.id, subjectId: apiToken.id });
      const missing = revokeApiToken(as(ctx, actors.admin), { id: unknown });
      await expect(missing).rejects.toMatchObject({ code: "not_found" });
    }));
});

it("revokeApiTokensOf revokes a user's live tokens and nobody else's, and gives their events", () =>
  withUsers(async (ctx) => {
    const own = [await createApiToken(ctx, tokenLike()), await createApiToken(ctx, tokenLike({ name: "hourly" }))];
    await revokeApiToken(ctx, own[0]!.apiToken);
    const other = await createApiToken(as(ctx, actors.viewer), tokenLike());
    const events = await unaudited(ctx, "the test records nothing", (tx) => revokeApiTokensOf(tx, actors.operator.id));
    expect(events).toMatchObject([{ action: "api-token.revoked", subject: { id: own[1]!.apiToken.id } }]);
    expect(await findApiToken(ctx.db, own[1]!.token, ctx.now())).toBeUndefined();
    expect(await findApiToken(ctx.db, other.token, ctx.now())).toBeDefined();
  }));

it("keepApiTokenUse keeps time and address, at most once a minute", () =>
  withUsers(async (ctx) => {
    const { token, apiToken } = await createApiToken(ctx, tokenLike());
    const lastUseAfter = async (ip: string, seconds: number) => {
      const now = new Date(Date.parse(apiToken.createdAt) + seconds * 1_000);
      const found = await findApiToken(ctx.db, token, now);
      await keepApiTokenUse({ ...ctx, client: { ip, userAgent: null }, now: () => now }, found!);
      const [row] = await ctx.db.select().from(apiTokens);
      return [row!.lastUsedIp, (Date.parse(row!.lastUsedAt!) - Date.parse(apiToken.createdAt)) / 1_000];
    };
    expect(await lastUseAfter("10.0.0.1", 5)).toEqual(["10.0.0.1", 5]);
    expect(await lastUseAfter("10.0.0.2", 64)).toEqual(["10.0.0.1", 5]);
    expect(await lastUseAfter("10.0.0.3", 65)).toEqual(["10.0.0.3", 65]);
  }));
