import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { actors, contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { editHost, registerHost } from "./mutations";
import { getHost } from "./queries";
import * as schema from "./schema";

const hostLike = (fields: object = {}) =>
  schema.registerHost.parse({ hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod", ...fields });
const second = { hostname: "web-2", ip: "10.0.0.2" };

const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);
const unknown = "01890000-0000-7000-8000-000000000000";

describe("registerHost", () => {
  it("keeps what was said, with defaults for the rest, as version 1 and one event", () =>
    withContext(async (ctx) => {
      const host = await registerHost(
        ctx,
        hostLike({ hostname: " WEB-1.Example ", ip: "::FFFF:10.0.0.1", tags: ["a", "a"], owner: "" }),
      );
      expect(host).toMatchObject({
        hostname: "web-1.example",
        ip: "10.0.0.1",
        tags: ["a"],
        owner: null,
        criticality: "medium",
        status: "active",
        connectionMethod: "direct_ssh",
        sshPort: 22,
        version: 1,
      });
      expect(await getHost(ctx, host)).toEqual(host);
      const [event, ...others] = await eventsOf(ctx);
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        action: "host.registered",
        subjectId: host.id,
        subjectLabel: "web-1.example",
        before: null,
      });
      expect(event!.after).toMatchObject({ hostname: "web-1.example", ip: "10.0.0.1", owner: null });
    }));

  it.each([
    ["its name", { ip: "10.0.0.9" }, "hostname"],
    ["its name in other letters", { hostname: "WEB-1", ip: "10.0.0.9" }, "hostname"],
    ["the name of a retired host", { hostname: "old", ip: "10.0.0.9" }, "hostname"],
    ["its address", { hostname: "web-9" }, "ip"],
    ["its address in another spelling", { hostname: "web-9", ip: "::ffff:a00:1" }, "ip"],
  ])("is a conflict where %s is taken in its environment, and writes nothing", (_, fields, path) =>
    withContext(async (ctx) => {
      await registerHost(ctx, hostLike());
      await registerHost(ctx, hostLike({ hostname: "old", ip: "10.0.0.8", status: "retired" }));
      const refused = registerHost(ctx, hostLike(fields));
      const message = expect.stringMatching(/ is taken by another host in prod\.$/);
      await expect(refused).rejects.toMatchObject({ code: "conflict", errors: [{ path, message }] });
      expect([await ctx.db.$count(hosts), await ctx.db.$count(auditEvents)]).toEqual([2, 2]);
    }),
  );

  it.each([
    ["its name and address are taken in another environment", { environment: "dev" }],
    ["its address is a retired host's", { hostname: "web-9", ip: "10.0.0.8" }],
    ["it is retired itself", { hostname: "web-9", status: "retired" }],
  ])("succeeds where %s", (_, fields) =>
    withContext(async (ctx) => {
      await registerHost(ctx, hostLike());
      await registerHost(ctx, hostLike({ hostname: "old", ip: "10.0.0.8", status: "retired" }));
      expect(await registerHost(ctx, hostLike(fields))).toMatchObject(fields);
    }),
  );
});

describe("editHost", () => {
  it("changes what differs, and tells the log that and no more", () =>
    withContext(async (ctx) => {
      const host = await registerHost(ctx, hostLike({ notes: "racked", tags: ["a"] }));
      const changes = { notes: "moved", tags: ["a"], os: "linux" as const, owner: "ops" };
      const edited = await editHost(ctx, { id: host.id, version: 1, changes });
      expect(edited).toEqual({ ...host, notes: "moved", owner: "ops", version: 2, updatedAt: expect.any(String) });
      const event = (await eventsOf(ctx)).at(-1);
      expect(event).toMatchObject({ action: "host.updated", actorId: actors.admin.id, subjectId: host.id });
      expect([event!.before, event!.after]).toEqual([
        { notes: "racked", owner: null },
        { notes: "moved", owner: "ops" },
      ]);
    }));

  it.each([{}, { notes: "racked" }, { notes: "racked", tags: ["a"], sshPort: 22 }])(
    "writes nothing for %j, which is so already",
    (changes) =>
      withContext(async (ctx) => {
        const host = await registerHost(ctx, hostLike({ notes: "racked", tags: ["a"] }));
        expect(await editHost(ctx, { id: host.id, version: 1, changes })).toEqual(host);
        expect(await ctx.db.$count(auditEvents)).toBe(1);
      }),
  );

  it("is stale for a version that is no more, and brings the host as it is now", () =>
    withContext(async (ctx) => {
      const { id } = await registerHost(ctx, hostLike());
      const current = await editHost(ctx, { id, version: 1, changes: { notes: "first" } });
      const late = editHost(ctx, { id, version: 1, changes: { notes: "second" } });
      await expect(late).rejects.toMatchObject({ code: "stale", current });
      await expect(editHost(ctx, { id: unknown, version: 1, changes: {} })).rejects.toMatchObject({
        code: "not_found",
      });
      expect(await getHost(ctx, { id })).toEqual(current);
    }));

  it("lets one of many win that saw the same version", () =>
    withDatabase(async ({ open }) => {
      const db = open("server", 10);
      await makePartitions(db);
      const ctx = contextOver(db);
      const { id } = await registerHost(ctx, hostLike());
      const superuser = open("superuser");
      const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      const edits = await superuser.transaction(async (tx) => {
        await tx.execute(sql`select from hosts for update`);
        const edit = (_: unknown, number: number) =>
          editHost(ctx, { id, version: 1, changes: { notes: `edit ${number}` } });
        const all = Promise.allSettled(Array.from({ length: 10 }, edit));
        await vi.waitFor(async () => expect(await superuser.execute(waiting)).toHaveLength(10), 5_000);
        return { all };
      });
      const answers = await edits.all;
      const won = answers.filter((answer) => answer.status === "fulfilled");
      const lost = answers.filter((answer) => answer.status === "rejected");
      expect(won).toHaveLength(1);
      const current = await getHost(ctx, { id });
      expect(won[0]!.value).toEqual(current);
      expect(lost.map(({ reason }) => ({ code: reason.code, current: reason.current }))).toEqual(
        Array(9).fill({ code: "stale", current }),
      );
      expect(await db.$count(auditEvents)).toBe(2);
    }));

  it.each([
    [{ hostname: "web-1" }, "hostname"],
    [{ ip: "10.0.0.1" }, "ip"],
    [{ hostname: "web-1", ip: "10.0.0.1" }, "hostname"],
  ])("is a conflict where %j is taken, and changes nothing", (changes, path) =>
    withContext(async (ctx) => {
      await registerHost(ctx, hostLike());
      const host = await registerHost(ctx, hostLike(second));
      const refused = editHost(ctx, { id: host.id, version: 1, changes });
      await expect(refused).rejects.toMatchObject({ code: "conflict", errors: [{ path }] });
      expect(await getHost(ctx, host)).toEqual(host);
    }),
  );

  it("is a conflict where a retired host comes back to an address that was given away", () =>
    withContext(async (ctx) => {
      const old = await registerHost(ctx, hostLike({ status: "retired" }));
      await registerHost(ctx, hostLike({ hostname: "web-2" }));
      const refused = editHost(ctx, { id: old.id, version: 1, changes: { status: "active" } });
      await expect(refused).rejects.toMatchObject({ code: "conflict", errors: [{ path: "ip" }] });
    }));
});
