import { eq, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, sessions, users } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import { type Context, system } from "@/server/domain/context";
import { hashPassword, verifyPassword } from "@/server/domain/passwords/hash";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { changePassword, createFirstAdmin } from "./mutations";

const admin = { email: "admin@example.net", password: undefined };

describe("createFirstAdmin", () => {
  it("makes up a password that must be changed, and tells the log neither it nor its hash", () =>
    withContext(async (ctx) => {
      const created = await createFirstAdmin(ctx, admin);
      expect(created).toEqual({ email: admin.email, generatedPassword: expect.stringMatching(/^[\w-]{20}$/) });
      const [user] = await ctx.db.select().from(users);
      expect(user).toMatchObject({ email: admin.email, role: "admin", mustChangePassword: true, deactivatedAt: null });
      expect(await verifyPassword(user!.passwordHash, created!.generatedPassword!)).toBe(true);
      const [event] = await ctx.db.select().from(auditEvents);
      expect(event).toMatchObject({ action: "user.created", actorKind: "system", subjectLabel: admin.email });
      expect(event!.after).toEqual({
        id: user!.id,
        email: admin.email,
        name: "Administrator",
        role: "admin",
        mustChangePassword: true,
      });
    }, system));

  it("takes a password that is given, which need not be changed", () =>
    withContext(async (ctx) => {
      expect(await createFirstAdmin(ctx, { ...admin, password: "chosen by hand" })).toEqual({ email: admin.email });
      const [user] = await ctx.db.select().from(users);
      expect(user!.mustChangePassword).toBe(false);
      expect(await verifyPassword(user!.passwordHash, "chosen by hand")).toBe(true);
    }, system));

  it("creates one however many ask at once, and none where there are users", () =>
    withDatabase(async ({ open }) => {
      const db = open("server", 10);
      await makePartitions(db);
      const create = (name: string) =>
        createFirstAdmin(contextOver(db, system), { ...admin, email: `${name}@example.net` });
      const owner = open("owner");
      const waiting = sql`pg_locks where relation = 'users'::regclass and not granted`;
      const created = await owner.transaction(async (tx) => {
        await tx.execute(sql`lock table users in share mode`);
        const asked = Array.from({ length: 10 }, (_, number) => create(`admin-${number}`));
        await vi.waitFor(async () => expect(await owner.execute(sql`select from ${waiting}`)).toHaveLength(10), 10_000);
        return { asked };
      });
      expect((await Promise.all(created.asked)).filter(Boolean)).toHaveLength(1);
      expect([await db.$count(users), await db.$count(auditEvents)]).toEqual([1, 1]);
      expect(await create("later")).toBeUndefined();
    }));

  it("is the system's alone", () =>
    withContext(async (ctx) => {
      await expect(createFirstAdmin(ctx, admin)).rejects.toMatchObject({ code: "forbidden" });
    }, actors.admin));
});

describe("changePassword", () => {
  const now = () => new Date().toISOString();

  /** Makes the actor a user with a password and three sessions, the first of which asks. */
  async function signedIn(ctx: Context, currentPassword: string): Promise<{ asking: Context; sessionIds: string[] }> {
    const [id, sessionIds] = [ctx.actor.id!, [newId(), newId(), newId()]];
    const user = {
      id,
      email: ctx.actor.label,
      name: "A",
      role: "viewer" as const,
      mustChangePassword: true,
      version: 1,
    };
    await unaudited(ctx, "a test's own user", async ({ db }) => {
      await db
        .insert(users)
        .values({ ...user, passwordHash: await hashPassword(currentPassword), createdAt: now(), updatedAt: now() });
      const added = { userId: id, createdAt: now(), lastUsedAt: now() };
      await db
        .insert(sessions)
        .values(sessionIds.map((session) => ({ ...added, id: session, secretHash: Buffer.from(session) })));
    });
    return { asking: { ...ctx, sessionId: sessionIds[0]! }, sessionIds };
  }
  const liveSessions = async (ctx: Context) =>
    (await ctx.db.select().from(sessions)).filter(({ endedAt }) => endedAt === null).map(({ id }) => id);

  it("sets the new one and ends the user's other sessions", () =>
    withContext(async (ctx) => {
      const { asking, sessionIds } = await signedIn(ctx, "the old one");
      const stranger = await signedIn({ ...ctx, actor: actors.operator }, "another");
      await changePassword(asking, { currentPassword: "the old one", newPassword: "the new one" });
      const [user] = await ctx.db.select().from(users).where(eq(users.id, actors.viewer.id));
      expect(user).toMatchObject({ mustChangePassword: false, version: 2 });
      expect(await verifyPassword(user!.passwordHash, "the new one")).toBe(true);
      expect(new Set(await liveSessions(ctx))).toEqual(new Set([sessionIds[0], ...stranger.sessionIds]));
      const [event] = await ctx.db.select().from(auditEvents);
      expect(event).toMatchObject({
        action: "user.password-changed",
        subjectId: actors.viewer.id,
        before: null,
        after: null,
      });
    }, actors.viewer));

  it.each([
    ["the current one is wrong", "a wrong one", "the new one", "currentPassword"],
    ["it is the current one", "the old one", "the old one", "newPassword"],
  ])("changes nothing where %s", (_, currentPassword, newPassword, path) =>
    withContext(async (ctx) => {
      const { asking, sessionIds } = await signedIn(ctx, "the old one");
      const refused = changePassword(asking, { currentPassword, newPassword });
      await expect(refused).rejects.toMatchObject({ code: "invalid", errors: [{ path }] });
      expect(await liveSessions(ctx)).toEqual(sessionIds);
      expect(await ctx.db.$count(auditEvents)).toBe(0);
    }, actors.viewer),
  );
});
