import { expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { auditEvents, idempotencyKeys, refusals } from "@/db/schema";
import { type Actor, anonymous, type Context, system } from "@/server/domain/context";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { recordRefusal } from "./record";
import { removeOldRefusals } from "./remove-old";

const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const minute = Math.floor(Date.now() / 60_000) * 60_000;
const until = new Date(minute + 86_400_000);
const at = (ctx: Context, seconds: number, actor: Actor = actors.viewer): Context => ({
  ...ctx,
  actor,
  now: () => new Date(minute + seconds * 1_000),
});

it("records the first refusal of a minute, and with the next one how many came between", () =>
  withContext(async (ctx) => {
    await makePartitions(ctx.db as Db, until);
    for (const seconds of [0, 1, 59.9]) await recordRefusal(at(ctx, seconds), "users.read");
    await recordRefusal(at(ctx, 60), "users.read");
    await recordRefusal(at(ctx, 300), "users.read");
    const events = await eventsOf(ctx);
    expect(events.map(({ occurredAt, after }) => [(Date.parse(occurredAt) - minute) / 1_000, after])).toEqual([
      [0, { unrecorded: 0 }],
      [60, { unrecorded: 2 }],
      [300, { unrecorded: 0 }],
    ]);
    expect(events[0]).toMatchObject({
      action: "permission.refused",
      actorId: actors.viewer.id,
      subjectType: "permission",
      subjectId: "users.read",
    });
  }, actors.viewer));

it("tells actors and permissions apart", () =>
  withContext(async (ctx) => {
    const token: Actor = { ...actors.viewer, kind: "api_token", id: "01890000-0000-7000-8000-000000000000" };
    const limited: Actor = { ...token, token: { role: "viewer", scopes: [] } };
    const dutiful: Actor = { ...actors.operator, duty: "change-password" };
    for (const actor of [actors.viewer, limited, dutiful]) {
      await recordRefusal(at(ctx, 0, actor), "users.read");
      await recordRefusal(at(ctx, 0, actor), "users.write");
    }
    expect(await ctx.db.$count(auditEvents)).toBe(6);
  }));

it.each([anonymous, system])("does nothing for %o", (actor) =>
  withContext(async (ctx) => {
    await recordRefusal(at(ctx, 0, actor), "users.read");
    expect([await ctx.db.$count(auditEvents), await ctx.db.$count(refusals)]).toEqual([0, 0]);
  }),
);

it("takes no Idempotency-Key, which the request did not use", () =>
  withContext(async (ctx) => {
    await makePartitions(ctx.db as Db, until);
    const idempotency = { key: "k", fingerprint: Buffer.of(1) };
    for (const seconds of [0, 60]) await recordRefusal({ ...at(ctx, seconds), idempotency }, "users.read");
    expect([await ctx.db.$count(auditEvents), await ctx.db.$count(idempotencyKeys)]).toEqual([2, 0]);
  }));

it("records exactly one of those that come at once, in each minute, and counts all others", () =>
  withDatabase(async ({ open }) => {
    const db = open("server", 20);
    await makePartitions(db, until);
    const ctx = contextOver(db);
    for (const seconds of [0, 60]) {
      const refused = Array.from({ length: 30 }, () => recordRefusal(at(ctx, seconds), "users.read"));
      await Promise.all(refused);
    }
    const events = await eventsOf(ctx);
    expect(events.map(({ after }) => after)).toEqual([{ unrecorded: 0 }, { unrecorded: 29 }]);
    expect(await db.select({ count: refusals.count }).from(refusals)).toEqual([{ count: 30 }]);
  }));

it("removeOldRefusals removes what was counted more than a day ago", () =>
  withContext(async (ctx) => {
    await makePartitions(ctx.db as Db, until);
    await recordRefusal(at(ctx, 0), "users.read");
    await recordRefusal(at(ctx, 3_600), "users.write");
    await removeOldRefusals(at(ctx, 86_400 + 1_800, system));
    expect(await ctx.db.select({ permission: refusals.permission }).from(refusals)).toEqual([
      { permission: "users.write" },
    ]);
  }));
