import { isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, passwordLinks, sessions, users } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import { anonymous, type Context } from "@/server/domain/context";
import { setPasswordByLink } from "@/server/domain/passwords/change";
import { verifyPassword } from "@/server/domain/passwords/hash";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { addPerson, addSession } from "@/server/test/people";
import { createPasswordLink, createUser, deactivateUser, reactivateUser } from "./mutations";
import { getUser } from "./queries";
import type { PasswordLink } from "./schema";

const newPassword = "a password of my own";
const secretOf = ({ path }: PasswordLink) => path.split("#")[1]!;
const follow = (ctx: Context, link: PasswordLink, password = newPassword) =>
  setPasswordByLink({ ...ctx, actor: anonymous }, { secret: secretOf(link), newPassword: password });
const lastEventOf = async (ctx: Context) => (await ctx.db.select().from(auditEvents).orderBy(auditEvents.id)).at(-1);
const hashOf = async (ctx: Context) => (await ctx.db.select().from(users))[0]!.passwordHash;
const hoursLater = (ctx: Context, hours: number) => ({ ...ctx, now: () => new Date(Date.now() + hours * 3_600_000) });

const voidLink = {
  code: "invalid",
  errors: [{ path: "secret", message: "This link is not valid any more. Ask an admin for a new one." }],
};

describe("a link to choose a password", () => {
  it("makes an invited user an active one, who did it", () =>
    withContext(async (ctx) => {
      const { user, link } = await createUser(ctx, { email: "amy@example.net", name: "Amy", role: "viewer" });
      await follow(ctx, link);
      expect(await getUser(ctx, user)).toMatchObject({ status: "active", version: 2 });
      expect(await verifyPassword((await hashOf(ctx))!, newPassword)).toBe(true);
      const event = await lastEventOf(ctx);
      expect(event).toMatchObject({
        action: "user.password-set",
        actorKind: "user",
        actorId: user.id,
        actorLabel: "amy@example.net",
        subjectId: user.id,
      });
      expect(JSON.stringify(await ctx.db.select().from(auditEvents))).not.toContain(secretOf(link));
    }));

  it("ends every session of a user who forgot the password, and the duty to change it", () =>
    withContext(async (ctx) => {
      const [user, stranger] = [await addPerson(ctx), await addPerson(ctx)];
      for (const { id } of [user, user, stranger]) await addSession(ctx, id);
      await unaudited(ctx, "a printed password", ({ db }) =>
        db.update(users).set({ mustChangePassword: true }).where(isNull(users.deactivatedAt)),
      );
      const link = await createPasswordLink(ctx, user);
      expect(await lastEventOf(ctx)).toMatchObject({
        action: "user.password-link-created",
        actorId: actors.admin.id,
        subjectId: user.id,
        after: { expiresAt: link.expiresAt },
      });
      expect(await ctx.db.$count(sessions, isNull(sessions.endedAt))).toBe(3);
      await follow(ctx, link);
      const endings = await ctx.db.select().from(sessions).orderBy(sessions.id);
      expect(endings.map(({ ending }) => ending)).toEqual(["password_changed", "password_changed", null]);
      const flags = await ctx.db.select().from(users).orderBy(users.id);
      expect(flags.map(({ mustChangePassword }) => mustChangePassword)).toEqual([false, true]);
    }));

  it("is good for 24 hours", () =>
    withContext(async (ctx) => {
      const link = await createPasswordLink(ctx, await addPerson(ctx));
      await expect(follow(hoursLater(ctx, 24.01), link)).rejects.toMatchObject(voidLink);
      await follow(hoursLater(ctx, 23.99), link);
    }));

  it.each([
    ["used", (ctx: Context, _: string, link: PasswordLink) => follow(ctx, link)],
    ["replaced", (ctx: Context, id: string) => createPasswordLink(ctx, { id })],
    [
      "of a user who was deactivated, and is back",
      async (ctx: Context, id: string) => reactivateUser(ctx, await deactivateUser(ctx, { id, version: 1 })),
    ],
    ["of a deactivated user", (ctx: Context, id: string) => deactivateUser(ctx, { id, version: 1 })],
  ])("is as good as unknown where it is %s", (_, happening) =>
    withContext(async (ctx) => {
      const { id } = await addPerson(ctx);
      const link = await createPasswordLink(ctx, { id });
      await happening(ctx, id, link);
      const [before, count] = [await hashOf(ctx), await ctx.db.$count(auditEvents)];
      await expect(follow(ctx, link, "another password")).rejects.toMatchObject(voidLink);
      await expect(follow(ctx, { ...link, path: `/#${"A".repeat(43)}` })).rejects.toMatchObject(voidLink);
      expect([await hashOf(ctx), await ctx.db.$count(auditEvents)]).toEqual([before, count]);
    }),
  );

  it("survives a password that is refused", () =>
    withContext(async (ctx) => {
      const link = await createPasswordLink(ctx, await addPerson(ctx, { email: "long.enough@example.net" }));
      for (const password of ["Password123", "long.enough@example.net"]) {
        await expect(follow(ctx, link, password)).rejects.toMatchObject({ errors: [{ path: "newPassword" }] });
      }
      await follow(ctx, link);
    }));

  it("sets one password where 20 follow it in the same moment", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 20));
      await makePartitions(open("server"));
      const link = await createPasswordLink(ctx, await addPerson(ctx));
      const passwords = Array.from({ length: 20 }, (_, number) => `password number ${number}`);
      const answers = await Promise.allSettled(passwords.map((password) => follow(ctx, link, password)));
      const lost = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
      expect(lost).toHaveLength(19);
      for (const reason of lost) expect(reason).toMatchObject(voidLink);
      const winner = passwords[answers.findIndex(({ status }) => status === "fulfilled")]!;
      expect(await verifyPassword((await hashOf(ctx))!, winner)).toBe(true);
      expect(await ctx.db.$count(auditEvents)).toBe(2);
    }));

  it("is the only one open, however many are asked for at once", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 10));
      await makePartitions(open("server"));
      const user = await addPerson(ctx);
      await Promise.all(Array.from({ length: 10 }, () => createPasswordLink(ctx, user)));
      expect(await ctx.db.$count(passwordLinks, isNull(passwordLinks.endedAt))).toBe(1);
    }));

  it("is not made for a deactivated user, or nobody", () =>
    withContext(async (ctx) => {
      const user = await addPerson(ctx);
      await deactivateUser(ctx, user);
      await expect(createPasswordLink(ctx, user)).rejects.toMatchObject({ code: "conflict" });
      const nobody = { id: "01890000-0000-7000-8000-000000000000" };
      await expect(createPasswordLink(ctx, nobody)).rejects.toMatchObject({ code: "not_found" });
      expect(await ctx.db.$count(passwordLinks)).toBe(0);
    }));
});
