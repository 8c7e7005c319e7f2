import { eq } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { describe, expect, it } from "vitest";
import { apiTokens, auditEvents, passwordLinks, sessions, users } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import { type Context, system } from "@/server/domain/context";
import { hashSecret } from "@/server/domain/secrets/hash";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { addPerson, addSession } from "@/server/test/people";
import { createPasswordLink, createUser, deactivateUser, editUser, reactivateUser } from "./mutations";
import { getUser } from "./queries";
import * as schema from "./schema";

const amy = schema.createUser.parse({ email: "Amy@example.net", name: " Amy ", role: "operator" });
const unknown = { id: "01890000-0000-7000-8000-000000000000", version: 1 };

const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const lastEventOf = async (ctx: Context) => (await eventsOf(ctx)).at(-1);

describe("createUser", () => {
  it("invites a user, who has a link for a day and no password, and tells the log all but the link", () =>
    withContext(async (ctx) => {
      const { user, link } = await createUser(ctx, amy);
      expect(user).toMatchObject({
        email: "Amy@example.net",
        name: "Amy",
        role: "operator",
        status: "invited",
        version: 1,
      });
      expect(await getUser(ctx, user)).toEqual(user);
      const [, secret] = /^\/set-password#([\w-]{43})$/.exec(link.path)!;
      const [kept] = await ctx.db.select().from(passwordLinks);
      expect(kept).toMatchObject({ userId: user.id, expiresAt: link.expiresAt, endedAt: null });
      expect(Buffer.from(kept!.secretHash)).toEqual(hashSecret(secret!));
      expect(Date.parse(link.expiresAt) - Date.parse(kept!.createdAt)).toBe(24 * 3_600_000);
      const [event, ...others] = await eventsOf(ctx);
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        action: "user.created",
        subjectId: user.id,
        subjectLabel: "Amy@example.net",
        after: amy,
      });
      expect(JSON.stringify(event)).not.toContain(secret);
    }));

  it("is a conflict where the address is taken in other capitals, and writes nothing", () =>
    withContext(async (ctx) => {
      await createUser(ctx, amy);
      const refused = createUser(ctx, { ...amy, email: "aMY@EXAMPLE.net" });
      await expect(refused).rejects.toMatchObject({ code: "conflict", errors: [{ path: "email" }] });
      expect([await ctx.db.$count(users), await ctx.db.$count(auditEvents)]).toEqual([1, 1]);
    }));

  it("gives a repeated request the same link, which is kept sealed", () =>
    withContext(async (ctx) => {
      const repeated = { ...ctx, idempotency: { key: "k", fingerprint: new Uint8Array(32) } };
      const created = await createUser(repeated, amy);
      expect(await createUser(repeated, amy)).toEqual(created);
      expect(await ctx.db.$count(users)).toBe(1);
    }));

  it.each(["operator", "auditor", "viewer"] as const)("is refused to an %s", (role) =>
    withContext(async (ctx) => {
      await expect(createUser(ctx, amy)).rejects.toMatchObject({ code: "forbidden" });
    }, actors[role]),
  );

  it("is the system's too, for whoever is locked out", () =>
    withContext(async (ctx) => {
      await createUser(ctx, amy);
      expect(await lastEventOf(ctx)).toMatchObject({ action: "user.created", actorKind: "system", ip: null });
    }, system));
});

describe("editUser", () => {
  it("changes the name, and leaves the user signed in", () =>
    withContext(async (ctx) => {
      const user = await addPerson(ctx, { name: "Amy" });
      await addSession(ctx, user.id);
      const edited = await editUser(ctx, { id: user.id, version: 1, changes: { name: "Amy B.", role: "viewer" } });
      expect(edited).toMatchObject({ name: "Amy B.", version: 2 });
      expect(await getUser(ctx, user)).toEqual(edited);
      expect(await eventsOf(ctx)).toMatchObject([
        { action: "user.updated", subjectId: user.id, before: { name: "Amy" }, after: { name: "Amy B." } },
      ]);
      expect(await ctx.db.select().from(sessions)).toMatchObject([{ endedAt: null }]);
    }));

  it("R-SES-1 ends the user's sessions with another role, which is an event of its own", () =>
    withContext(async (ctx) => {
      const [user, stranger] = [await addPerson(ctx, { name: "Amy" }), await addPerson(ctx)];
      for (const { id } of [user, user, stranger]) await addSession(ctx, id);
      await editUser(ctx, { id: user.id, version: 1, changes: { name: "Amy B.", role: "admin" } });
      expect(await eventsOf(ctx)).toMatchObject([
        { action: "user.updated", before: { name: "Amy" }, after: { name: "Amy B." } },
        { action: "user.role-changed", before: { role: "viewer" }, after: { role: "admin" } },
      ]);
      const endings = await ctx.db.select().from(sessions).orderBy(sessions.id);
      expect(endings.map(({ ending }) => ending)).toEqual(["role_changed", "role_changed", null]);
    }));

  it.each([{}, { name: "Somebody" }, { name: "Somebody", role: "viewer" as const }])(
    "writes nothing for %j, which is so already",
    (changes) =>
      withContext(async (ctx) => {
        const user = await addPerson(ctx);
        expect(await editUser(ctx, { id: user.id, version: 1, changes })).toEqual(user);
        expect(await ctx.db.$count(auditEvents)).toBe(0);
      }),
  );
});

describe("deactivateUser", () => {
  it("R-SES-1 ends the sessions, the tokens and the links, and is undone without them", () =>
    withContext(async (ctx) => {
      const user = await addPerson(ctx);
      await addSession(ctx, user.id);
      const token = { userId: user.id, name: "ci", secretHash: Buffer.from("x"), role: "viewer" as const, scopes: [] };
      await unaudited(ctx, "a test's own token", ({ db }) =>
        db
          .insert(apiTokens)
          .values({ ...token, id: newId(), createdAt: user.createdAt, expiresAt: "2100-01-01T00:00:00.000Z" }),
      );
      await createPasswordLink(ctx, user);
      const deactivated = await deactivateUser(ctx, { id: user.id, version: 1 });
      expect(deactivated).toMatchObject({ status: "deactivated", version: 2 });
      expect(await ctx.db.select().from(sessions)).toMatchObject([{ ending: "user_deactivated" }]);
      expect(await ctx.db.select().from(apiTokens)).toMatchObject([{ revokedAt: expect.any(String) }]);
      expect(await ctx.db.select().from(passwordLinks)).toMatchObject([{ endedAt: expect.any(String) }]);

      const reactivated = await reactivateUser(ctx, deactivated);
      expect(reactivated).toMatchObject({ status: "active", version: 3 });
      expect(await ctx.db.$count(sessions, eq(sessions.ending, "user_deactivated"))).toBe(1);
      const events = (await eventsOf(ctx)).map(({ action, subjectId }) => [action, subjectId === user.id]);
      expect(events).toEqual([
        ["user.password-link-created", true],
        ["user.deactivated", true],
        ["api-token.revoked", false],
        ["user.reactivated", true],
      ]);
    }));

  it("brings back an invited user as invited", () =>
    withContext(async (ctx) => {
      const user = await addPerson(ctx, { isInvited: true });
      const deactivated = await deactivateUser(ctx, user);
      expect(await reactivateUser(ctx, deactivated)).toMatchObject({ status: "invited" });
    }));

  it("writes nothing the second time, and neither does reactivation", () =>
    withContext(async (ctx) => {
      const user = await addPerson(ctx);
      expect(await reactivateUser(ctx, user)).toEqual(user);
      const deactivated = await deactivateUser(ctx, user);
      expect(await deactivateUser(ctx, deactivated)).toEqual(deactivated);
      expect(await ctx.db.$count(auditEvents)).toBe(1);
    }));
});

describe("a change of a user", () => {
  const changes = {
    editUser: (ctx: Context, reference: schema.UserVersion) =>
      editUser(ctx, { ...reference, changes: { role: "auditor" } }),
    deactivateUser,
    reactivateUser,
  };

  it.each(Object.entries(changes))("is stale for a version that is no more: %s", (_, change) =>
    withContext(async (ctx) => {
      const { id } = await addPerson(ctx);
      const current = await editUser(ctx, { id, version: 1, changes: { name: "Another" } });
      await expect(change(ctx, { id, version: 1 })).rejects.toMatchObject({ code: "stale", current });
      await expect(change(ctx, unknown)).rejects.toMatchObject({ code: "not_found" });
      expect(await getUser(ctx, { id })).toEqual(current);
      expect(await ctx.db.$count(auditEvents)).toBe(1);
    }),
  );

  it("is made by one of many who saw the same version", () =>
    withDatabase(async ({ open }) => {
      const ctx = contextOver(open("server", 10));
      await makePartitions(open("server"));
      const { id } = await addPerson(ctx);
      const edits = Array.from({ length: 10 }, (_, number) =>
        editUser(ctx, { id, version: 1, changes: { name: `Name ${number}` } }),
      );
      const answers = await Promise.allSettled(edits);
      const lost = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
      const current = await getUser(ctx, { id });
      expect(lost.map(({ code }) => code)).toEqual(Array(9).fill("stale"));
      expect(lost[0]).toMatchObject({ current });
      expect(await ctx.db.$count(auditEvents)).toBe(1);
    }));
});
