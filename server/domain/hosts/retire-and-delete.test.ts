import { describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { actors, withContext } from "@/server/test/database";
import { bringBackHost, deleteHost, editHost, registerHost, retireHost } from "./mutations";
import { getHost, listHostHistory } from "./queries";
import * as schema from "./schema";

const register = (ctx: Context, fields: object = {}) =>
  registerHost(
    ctx,
    schema.registerHost.parse({ hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod", ...fields }),
  );
const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const lastEvent = async (ctx: Context) => (await eventsOf(ctx)).at(-1)!;
const unknown = { id: "01890000-0000-7000-8000-000000000000", version: 1, reason: null };

describe("retireHost", () => {
  it("takes a host out of service, and tells the log why", () =>
    withContext(async (ctx) => {
      const host = await register(ctx);
      const retired = await retireHost(ctx, { id: host.id, version: 1, reason: "replaced by web-2" });
      expect(retired).toEqual({ ...host, status: "retired", version: 2, updatedAt: expect.any(String) });
      expect(await getHost(ctx, host)).toEqual(retired);
      expect(await lastEvent(ctx)).toMatchObject({
        action: "host.retired",
        actorId: actors.admin.id,
        subjectId: host.id,
        before: { status: "active" },
        after: { status: "retired" },
        reason: "replaced by web-2",
      });
    }));

  it("frees its address, but not its name, and writes nothing the second time", () =>
    withContext(async (ctx) => {
      const host = await register(ctx);
      const retired = await retireHost(ctx, { id: host.id, version: 1, reason: null });
      expect(await retireHost(ctx, { id: host.id, version: 2, reason: null })).toEqual(retired);
      expect(await ctx.db.$count(auditEvents)).toBe(2);
      expect((await lastEvent(ctx)).reason).toBeNull();
      await register(ctx, { hostname: "web-2" });
      await expect(register(ctx, { ip: "10.0.0.2" })).rejects.toMatchObject({ code: "conflict" });
    }));
});

describe("bringBackHost", () => {
  it("takes a retired host into service, and tells the log why", () =>
    withContext(async (ctx) => {
      const host = await register(ctx, { status: "retired" });
      const back = await bringBackHost(ctx, { id: host.id, version: 1, reason: "still needed" });
      expect(back).toMatchObject({ status: "active", version: 2 });
      expect(await lastEvent(ctx)).toMatchObject({
        action: "host.brought-back",
        before: { status: "retired" },
        after: { status: "active" },
        reason: "still needed",
      });
    }));

  it.each(["active", "maintenance"])("writes nothing for a host that is %s", (status) =>
    withContext(async (ctx) => {
      const host = await register(ctx, { status });
      expect(await bringBackHost(ctx, { id: host.id, version: 1, reason: null })).toEqual(host);
      expect(await ctx.db.$count(auditEvents)).toBe(1);
    }),
  );

  it("is a conflict where the address was given away, and changes nothing", () =>
    withContext(async (ctx) => {
      const old = await register(ctx, { hostname: "old", status: "retired" });
      await register(ctx);
      const refused = bringBackHost(ctx, { id: old.id, version: 1, reason: null });
      await expect(refused).rejects.toMatchObject({ code: "conflict", errors: [{ path: "ip" }] });
      expect(await getHost(ctx, old)).toEqual(old);
      expect(await ctx.db.$count(auditEvents)).toBe(2);
    }));
});

describe("deleteHost", () => {
  it("removes a host for good; its event holds all of it, and its events stay", () =>
    withContext(async (ctx) => {
      const { id } = await register(ctx, { environment: "dev", tags: ["a"], notes: "racked" });
      const host = await editHost(ctx, { id, version: 1, changes: { owner: "ops" } });
      expect(await deleteHost(ctx, { id, version: 2, reason: "scrapped" })).toEqual(host);
      expect(await ctx.db.$count(hosts)).toBe(0);
      const event = await lastEvent(ctx);
      expect(event).toMatchObject({ action: "host.deleted", subjectId: id, subjectLabel: "web-1", reason: "scrapped" });
      expect([event.before, event.after]).toEqual([host, null]);
      expect(event.before).toMatchObject({ version: 2, createdAt: host.createdAt, lastSeenAt: null });
      expect(await ctx.db.$count(auditEvents)).toBe(3);
      await register(ctx, { environment: "dev" });
    }));

  it.each([undefined, "", "web-2", "web", "prod"])(
    "of prod is refused where %j is typed for its name",
    (confirmation) =>
      withContext(async (ctx) => {
        const { id } = await register(ctx);
        const typed = confirmation === undefined ? {} : { confirmation };
        await expect(deleteHost(ctx, { id, version: 1, reason: null, ...typed })).rejects.toMatchObject({
          code: "invalid",
          errors: [{ path: "confirmation", message: "Type web-1 to delete this host of prod." }],
        });
        expect([await ctx.db.$count(hosts), await ctx.db.$count(auditEvents)]).toEqual([1, 1]);
      }),
  );

  it.each(["web-1", " WEB-1 "])("of prod is done where %j is typed", (confirmation) =>
    withContext(async (ctx) => {
      const { id } = await register(ctx);
      await deleteHost(ctx, { id, version: 1, reason: null, confirmation });
      expect(await ctx.db.$count(hosts)).toBe(0);
      expect((await lastEvent(ctx)).action).toBe("host.deleted");
    }),
  );

  it("lets its history go with it", () =>
    withContext(async (ctx) => {
      const { id } = await register(ctx, { environment: "dev" });
      await deleteHost(ctx, { id, version: 1, reason: null });
      await expect(listHostHistory(ctx, { id, limit: 10 })).rejects.toMatchObject({ code: "not_found" });
    }));
});

describe.each([
  ["retireHost", retireHost],
  ["bringBackHost", bringBackHost],
  ["deleteHost", deleteHost],
])("%s", (_, change) => {
  it("is stale for a version that is no more, with the host as it is now, and changes nothing", () =>
    withContext(async (ctx) => {
      const { id } = await register(ctx, { status: "retired" });
      const current = await editHost(ctx, { id, version: 1, changes: { notes: "mine" } });
      const late = change(ctx, { id, version: 1, reason: null });
      await expect(late).rejects.toMatchObject({ code: "stale", current });
      await expect(change(ctx, unknown)).rejects.toMatchObject({ code: "not_found" });
      expect(await getHost(ctx, { id })).toEqual(current);
      expect(await ctx.db.$count(auditEvents)).toBe(2);
    }));

  it.each(["viewer", "auditor"] as const)("is forbidden to a %s", (role) =>
    withContext(
      async (ctx) => await expect(change(ctx, unknown)).rejects.toMatchObject({ code: "forbidden" }),
      actors[role],
    ),
  );
});
