import { eq, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, sessions, users } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import { type Context, system } from "@/server/domain/context";
import { changePassword } from "@/server/domain/passwords/change";
import { hashPassword, verifyPassword } from "@/server/domain/passwords/hash";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { createFirstAdmin } from "./mutations";

const admin = { email: "admin@example.net", password: undefined };

describe("createFirstAdmin", () => {
  it("makes up a password that must be changed, and tells the log neither it nor its hash", () =>
    withContext(async (ctx) => {
      const created = await createFirstAdmin(ctx, admin);
      expect(created).toEqual({ email: admin.email, generatedPassword: expect.stringMatching(/^[\w-]{20}$/) });
      const [user] = await ctx.db.select().from(users);
      expect(user).toMatchObject({ email: admin.email, role: "admin", mustChangePassword: true, deactivatedAt: null });
      expect(await verifyPassword(user!.passwordHash!, created!.generatedPassword!)).toBe(true);
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
      expect(await verifyPassword(user!.passwordHash!, "chosen by hand")).toBe(true);
    }, system));

  it("refuses a password that is common, and creates nobody", () =>
    withContext(async (ctx) => {
      const refused = createFirstAdmin(ctx, { ...admin, password: "Password123" });
      await expect(refused).rejects.toMatchObject({ code: "invalid", errors: [{ path: "ADMIN_PASSWORD" }] });
      expect([await ctx.db.$count(users), await ctx.db.$count(auditEvents)]).toEqual([0, 0]);
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
      expect(await verifyPassword(user!.passwordHash!, "the new one")).toBe(true);
      expect(new Set(await liveSessions(ctx))).toEqual(new Set([sessionIds[0], ...stranger.sessionIds]));
      const [ended] = await ctx.db.select().from(sessions).where(eq(sessions.id, sessionIds[1]!));
      expect(ended).toMatchObject({ ending: "password_changed" });
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
    ["it is a common one", "the old one", "Password123", "newPassword"],
    ["it is the e-mail address", "the old one", actors.viewer.label.toUpperCase(), "newPassword"],
  ])("changes nothing where %s", (_, currentPassword, newPassword, path) =>
    withContext(async (ctx) => {
      const { asking, sessionIds } = await signedIn(ctx, "the old one");
      const refused = changePassword(asking, { currentPassword, newPassword });
      await expect(refused).rejects.toMatchObject({ code: "invalid", errors: [{ path }] });
      expect(await liveSessions(ctx)).toEqual(sessionIds);
      expect(await ctx.db.$count(auditEvents)).toBe(0);
    }, actors.viewer),
  );

  it("changes it once for two who know the same one", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 4), actors.viewer);
      await makePartitions(open("server"));
      const { asking } = await signedIn(ctx, "the old one");
      const answers = await Promise.allSettled(
        ["the first new one", "the second new one"].map((newPassword) =>
          changePassword(asking, { currentPassword: "the old one", newPassword }),
        ),
      );
      const lost = answers.flatMap((answer) => (answer.status === "rejected" ? [String(answer.reason.code)] : []));
      // Whoever comes as late as to check the old one after the change is told that it is wrong.
      expect(lost).toEqual([expect.stringMatching(/^(conflict|invalid)$/)]);
      expect(await ctx.db.$count(auditEvents)).toBe(1);
    }));

  it("is refused to a user who has no password yet, and to API tokens", () =>
    withContext(async (ctx) => {
      const { asking } = await signedIn(ctx, "the old one");
      const input = { currentPassword: "the old one", newPassword: "the new one" };
      const token = { ...actors.viewer, kind: "api_token" as const, token: { role: "viewer" as const, scopes: [] } };
      await expect(changePassword({ ...asking, actor: token }, input)).rejects.toMatchObject({ code: "forbidden" });
      await unaudited(ctx, "a test's own user", ({ db }) =>
        db.update(users).set({ passwordHash: null }).where(eq(users.id, actors.viewer.id)),
      );
      await expect(changePassword(asking, input)).rejects.toMatchObject({ code: "invalid" });
    }, actors.viewer));
});
