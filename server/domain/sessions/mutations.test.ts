import { desc, eq } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { auditEvents, sessions } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Actor, Context } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { hashSecret } from "@/server/domain/secrets/hash";
import { actors, withContext } from "@/server/test/database";
import { addUsers } from "@/server/test/server";
import { addBrowserSession, addSession, endOtherSessions, endSession, endSessionsOf } from "./mutations";
import { findBrowserSession, listOwnSessions, listSessionsOf } from "./queries";

type Person = keyof typeof actors;

/** Adds sessions of each kind for somebody; gives their ids, the oldest first. */
async function addSessions(ctx: Context, whose: Person): Promise<string[]> {
  return unaudited(ctx, "a test's own sessions", async (tx) => {
    const userId = actors[whose].id;
    await addBrowserSession(tx, userId);
    for (const id of [newId(), newId()]) {
      await addSession(tx, { id, userId, kind: "api", secretHash: hashSecret(id) });
    }
    const rows = await tx.db.select().from(sessions).where(eq(sessions.userId, userId)).orderBy(sessions.id);
    return rows.map(({ id }) => id);
  });
}

const liveOf = async (ctx: Context, whose: Person) => {
  const rows = await ctx.db.select().from(sessions).where(eq(sessions.userId, actors[whose].id)).orderBy(sessions.id);
  return rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
};
const eventsOf = async (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(desc(auditEvents.id));

const withPeople = (actor: Actor, body: (ctx: Context) => Promise<void>) =>
  withContext(async (ctx) => {
    await addUsers(ctx.db as Db);
    await body(ctx);
  }, actor);

describe("endSession", () => {
  it("ends one of one's own, once", () =>
    withPeople(actors.viewer, async (ctx) => {
      const [first, second, third] = await addSessions(ctx, "viewer");
      expect(await endSession(ctx, { id: second! })).toEqual({ ended: 1 });
      expect(await endSession(ctx, { id: second! })).toEqual({ ended: 0 });
      expect(await liveOf(ctx, "viewer")).toEqual([first, third]);
      const events = await eventsOf(ctx);
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({
        action: "session.ended",
        actorId: actors.viewer.id,
        subjectType: "session",
        subjectId: second,
        subjectLabel: "API session of viewer@example.net",
      });
    }));

  it("ends anybody's for an admin, and says so to whose it was", () =>
    withPeople(actors.admin, async (ctx) => {
      const [first] = await addSessions(ctx, "viewer");
      expect(await endSession(ctx, { id: first! })).toEqual({ ended: 1 });
      const { items } = await listOwnSessions({ ...ctx, actor: actors.viewer }, { limit: 50 });
      expect(items.find(({ id }) => id === first)!.ending).toBe("ended_by_admin");
    }));

  it("R-AZ-2 does not tell others whether a session exists", () =>
    withPeople(actors.auditor, async (ctx) => {
      const [first] = await addSessions(ctx, "viewer");
      const refusals = [first!, newId()].map((id) => endSession(ctx, { id }));
      const refused = { status: "rejected", reason: notFound("session") };
      expect(await Promise.allSettled(refusals)).toEqual([refused, refused]);
      expect(await liveOf(ctx, "viewer")).toHaveLength(3);
    }));
});

describe("endOtherSessions", () => {
  it("leaves the one that asks, and everybody else's", () =>
    withPeople(actors.viewer, async (ctx) => {
      const [, asking] = await addSessions(ctx, "viewer");
      const strangers = await addSessions(ctx, "operator");
      expect(await endOtherSessions({ ...ctx, sessionId: asking! })).toEqual({ ended: 2 });
      expect(await liveOf(ctx, "viewer")).toEqual([asking]);
      expect(await liveOf(ctx, "operator")).toEqual(strangers);
      expect(await eventsOf(ctx)).toHaveLength(2);
    }));
});

describe("endSessionsOf", () => {
  it("ends all of a user, and refuses who may not", () =>
    withPeople(actors.admin, async (ctx) => {
      await addSessions(ctx, "viewer");
      await expect(endSessionsOf(ctx, { id: newId() })).rejects.toMatchObject({ code: "not_found" });
      const asOperator = { ...ctx, actor: actors.operator };
      await expect(endSessionsOf(asOperator, { id: actors.viewer.id })).rejects.toMatchObject({ code: "forbidden" });
      expect(await endSessionsOf(ctx, { id: actors.viewer.id })).toEqual({ ended: 3 });
      expect(await endSessionsOf(ctx, { id: actors.viewer.id })).toEqual({ ended: 0 });
      expect(await eventsOf(ctx)).toHaveLength(3);
    }));
});

describe("a list of sessions", () => {
  it("has the live ones and those that ended lately, newest first, in pages", () =>
    withPeople(actors.viewer, async (ctx) => {
      const [first, second, third] = await addSessions(ctx, "viewer");
      await addSessions(ctx, "admin");
      await endSession(ctx, { id: first! });
      const asking = { ...ctx, sessionId: third! };
      const page = await listOwnSessions(asking, { limit: 2 });
      expect(page.items.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
        [third, true],
        [second, false],
      ]);
      const rest = await listOwnSessions(asking, { limit: 2, cursor: page.nextCursor! });
      expect(rest.items.map(({ id, ending }) => [id, ending])).toEqual([[first, "ended_by_user"]]);
      const later = { ...ctx, now: () => new Date(Date.now() + 7.1 * 86_400_000) };
      expect((await listOwnSessions(later, { limit: 50 })).items).toEqual([]);
    }));

  it("of somebody else says where there is nobody", () =>
    withPeople(actors.admin, async (ctx) => {
      await addSessions(ctx, "viewer");
      expect((await listSessionsOf(ctx, { id: actors.viewer.id, limit: 50 })).items).toHaveLength(3);
      await expect(listSessionsOf(ctx, { id: newId(), limit: 50 })).rejects.toMatchObject({ code: "not_found" });
    }));
});

describe("a browser's session", () => {
  it("is found by its secret, and no API client's is", () =>
    withPeople(actors.viewer, async (ctx) => {
      const secret = await unaudited(ctx, "a test's own session", (tx) => addBrowserSession(tx, actors.viewer.id));
      expect((await findBrowserSession(ctx.db, secret, ctx.now()))!.actor).toEqual({
        ...actors.viewer,
        duty: undefined,
      });
      const [, api] = await addSessions(ctx, "viewer");
      expect(await findBrowserSession(ctx.db, api!, ctx.now())).toBeUndefined();
    }));
});
