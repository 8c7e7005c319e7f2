import { describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { contextOver, makePartitions, withContext, withDatabase } from "@/server/test/database";
import { deleteHost, editHost, editHosts, registerHost } from "./mutations";
import { getHost } from "./queries";
import * as schema from "./schema";

const register = (ctx: Context, hostname: string, ip: string, fields: object = {}) =>
  registerHost(ctx, schema.registerHost.parse({ hostname, ip, os: "linux", environment: "prod", ...fields }));

const three = (ctx: Context) =>
  Promise.all([
    register(ctx, "web-1", "10.0.0.1", { tags: ["web", "old"], owner: "ops" }),
    register(ctx, "web-2", "10.0.0.2", { tags: ["web"] }),
    register(ctx, "web-3", "10.0.0.3", { tags: ["new"], criticality: "high" }),
  ]);

const bulk = (seen: readonly schema.Host[], changes: object, reason: string | null = null) =>
  schema.editHosts.parse({ hosts: seen.map(({ id, version }) => ({ id, version })), changes, reason });

const read = (ctx: Context, all: readonly schema.Host[]) => Promise.all(all.map((host) => getHost(ctx, host)));
const eventsOf = (ctx: Context) => ctx.db.select().from(auditEvents).orderBy(auditEvents.id);

describe("editHosts", () => {
  it("changes those that differ, and tells the log each and the whole as one batch", () =>
    withContext(async (ctx) => {
      const before = await three(ctx);
      const changes = { criticality: "high", addTags: ["new", "eu"], removeTags: ["old"] };
      const { batchId, ...counts } = await editHosts(ctx, bulk(before, changes, "moved to Frankfurt"));
      expect(counts).toEqual({ updated: 3, unchanged: 0 });
      const after = await read(ctx, before);
      expect(after.map(({ version, criticality, tags }) => ({ version, criticality, tags }))).toEqual([
        { version: 2, criticality: "high", tags: ["web", "new", "eu"] },
        { version: 2, criticality: "high", tags: ["web", "new", "eu"] },
        { version: 2, criticality: "high", tags: ["new", "eu"] },
      ]);
      const events = (await eventsOf(ctx)).slice(3);
      const shared = { batchId, reason: "moved to Frankfurt" };
      expect(events).toMatchObject([
        { ...shared, action: "host.updated", subjectLabel: "web-1", before: { criticality: "medium" } },
        { ...shared, action: "host.updated", subjectLabel: "web-2", after: { criticality: "high" } },
        { ...shared, action: "host.updated", subjectLabel: "web-3", before: { tags: ["new"] } },
        { ...shared, action: "hosts.edited", subjectType: "bulk-edit", subjectId: batchId, subjectLabel: "3 hosts" },
      ]);
      expect(Object.keys(events[2]!.after!)).toEqual(["tags"]);
      expect(events[3]!.after).toEqual({ ...changes, updated: 3 });
    }));

  it("leaves alone what is so already, and writes nothing where all is", () =>
    withContext(async (ctx) => {
      const before = await three(ctx);
      const some = await editHosts(ctx, bulk(before, { owner: "ops" }));
      expect([some.updated, some.unchanged]).toEqual([2, 1]);
      const after = await read(ctx, before);
      expect(after.map(({ version }) => version)).toEqual([1, 2, 2]);
      expect((await eventsOf(ctx)).at(-1)).toMatchObject({ subjectLabel: "2 hosts" });
      const none = await editHosts(ctx, bulk(after, { owner: "ops", addTags: [] }));
      expect([none.updated, none.unchanged]).toEqual([0, 3]);
      expect(await read(ctx, before)).toEqual(after);
      expect(await ctx.db.$count(auditEvents)).toBe(6);
    }));

  it("tells who leaves service and who comes back", () =>
    withContext(async (ctx) => {
      const old = await register(ctx, "old", "10.0.0.9", { status: "retired" });
      await editHosts(ctx, bulk([await register(ctx, "web-1", "10.0.0.1"), old], { status: "maintenance" }));
      const again = await read(ctx, [old]);
      await editHosts(ctx, bulk(again, { status: "retired" }));
      const actions = (await eventsOf(ctx)).slice(2).map(({ action, subjectLabel }) => `${action} ${subjectLabel}`);
      expect(actions).toEqual([
        ...["host.updated web-1", "host.brought-back old", "hosts.edited 2 hosts"],
        ...["host.retired old", "hosts.edited 1 host"],
      ]);
    }));

  it("lets hosts of one name and address that are in each other's way in turn change together", () =>
    withContext(async (ctx) => {
      const dev = await register(ctx, "web-1", "10.0.0.1", { environment: "dev", status: "retired" });
      const prod = await register(ctx, "web-2", "10.0.0.1", { status: "retired" });
      const result = await editHosts(ctx, bulk([dev, prod], { environment: "stage" }));
      expect(result.updated).toBe(2);
    }));

  it("is stale where any has changed or is gone: says which, and changes none", () =>
    withContext(async (ctx) => {
      const seen = await three(ctx);
      const [first, changed, gone] = seen;
      const current = await editHost(ctx, { id: changed.id, version: 1, changes: { notes: "mine" } });
      await deleteHost(ctx, { id: gone.id, version: 1, confirmation: "web-3", reason: null });
      const count = await ctx.db.$count(auditEvents);
      await expect(editHosts(ctx, bulk(seen, { owner: "me" }))).rejects.toMatchObject({
        code: "stale",
        message:
          "Nothing was changed: 1 of these hosts has changed since you read them, and 1 does not exist any more.",
        current: [current],
        errors: [
          { path: "hosts.1", message: "web-2 has changed since you read it." },
          { path: "hosts.2", message: "This host does not exist any more." },
        ],
      });
      expect(await getHost(ctx, first)).toEqual(first);
      expect(await ctx.db.$count(auditEvents)).toBe(count);
    }));

  it.each([
    [
      "another host has the name there",
      { environment: "stage" },
      "hosts.0",
      /web-1 is the name of another host in stage/,
    ],
    [
      "another host has the address there",
      { environment: "dev" },
      "hosts.1",
      /10\.0\.0\.2 of web-2 is taken by app-1 in dev/,
    ],
    [
      "its address was given away meanwhile",
      { status: "active" },
      "hosts.2",
      /10\.0\.0\.1 of old is taken by web-1 in prod/,
    ],
  ])("is a conflict that names the host where %s, and changes none", (_, changes, path, message) =>
    withContext(async (ctx) => {
      const seen = await Promise.all([
        register(ctx, "web-1", "10.0.0.1"),
        register(ctx, "web-2", "10.0.0.2"),
        register(ctx, "old", "10.0.0.1", { status: "retired" }),
      ]);
      await register(ctx, "web-1", "10.0.0.77", { environment: "stage" });
      await register(ctx, "app-1", "10.0.0.2", { environment: "dev" });
      await expect(editHosts(ctx, bulk(seen, changes))).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringMatching(message),
        errors: expect.arrayContaining([{ path, message: expect.stringMatching(message) }]),
      });
      expect(await read(ctx, seen)).toEqual(seen);
      expect(await ctx.db.$count(auditEvents)).toBe(5);
    }),
  );

  it("is a conflict where two of the hosts would get one address", () =>
    withContext(async (ctx) => {
      const seen = await Promise.all([
        register(ctx, "web-1", "10.0.0.1"),
        register(ctx, "web-2", "10.0.0.1", { environment: "dev" }),
      ]);
      const message = "10.0.0.1 of web-2 is taken by web-1 in stage.";
      const refused = editHosts(ctx, bulk(seen, { environment: "stage" }));
      await expect(refused).rejects.toMatchObject({ code: "conflict", errors: [{ path: "hosts.1", message }] });
    }));

  it("is invalid where a host would have too many tags, and names it", () =>
    withContext(async (ctx) => {
      const many = Array.from({ length: 49 }, (_, number) => `tag-${number}`);
      const seen = [await register(ctx, "web-1", "10.0.0.1"), await register(ctx, "web-2", "10.0.0.2", { tags: many })];
      const refused = editHosts(ctx, bulk(seen, { addTags: ["a", "b"] }));
      await expect(refused).rejects.toMatchObject({ code: "invalid", errors: [{ path: "hosts.1" }] });
      expect(await read(ctx, seen)).toEqual(seen);
    }));

  it("asks for each host once, for one at least and 1,000 at most", () => {
    const id = "01890000-0000-7000-8000-000000000000";
    const parse = (all: object[]) => schema.editHosts.safeParse({ hosts: all, changes: {} }).success;
    expect([
      parse([]),
      parse([
        { id, version: 1 },
        { id, version: 2 },
      ]),
    ]).toEqual([false, false]);
    expect(parse(Array.from({ length: 1_001 }, () => ({ id, version: 1 })))).toBe(false);
  });

  it("of the same hosts, listed in another order, at once: one wins, the others are stale, none waits for ever", () =>
    withDatabase(async ({ open }) => {
      const db = open("server", 10);
      await makePartitions(db);
      const ctx = contextOver(db);
      const seen = await three(ctx);
      const edits = Array.from({ length: 10 }, (_, number) =>
        editHosts(ctx, bulk(number % 2 === 0 ? seen : seen.toReversed(), { owner: `owner ${number}` })),
      );
      const answers = await Promise.allSettled(edits);
      const codes = answers.map((answer): string => (answer.status === "fulfilled" ? "done" : answer.reason.code));
      expect(codes.toSorted()).toEqual(["done", ...Array(9).fill("stale")]);
      expect(await db.$count(auditEvents)).toBe(7);
      expect(new Set((await db.select().from(hosts)).map(({ owner }) => owner)).size).toBe(1);
    }));
});
