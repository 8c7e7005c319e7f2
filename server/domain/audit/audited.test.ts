import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, hosts, jobs } from "@/db/schema";
import { anonymous, type Context } from "@/server/domain/context";
import { registerHost } from "@/server/domain/hosts/mutations";
import { registerHost as registerHostInput } from "@/server/domain/hosts/schema";
import { actors, withContext } from "@/server/test/database";
import { audited, unaudited } from "./audited";
import { canonicalBytes } from "./canonical";

const webServer = registerHostInput.parse({ hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" });
const event = { action: "host.touched", subject: { type: "host", id: "1", label: "web-1" } } as const;

describe("audited", () => {
  it("writes the change and its event together", () =>
    withContext(async (ctx) => {
      const host = await registerHost(ctx, webServer);
      const [row] = await ctx.db.select().from(auditEvents).where(eq(auditEvents.requestId, ctx.requestId));
      expect(row).toMatchObject({
        action: "host.registered",
        actorId: actors.admin.id,
        actorLabel: actors.admin.label,
        subjectId: host.id,
        subjectLabel: "web-1",
        before: null,
        after: { hostname: "web-1", sshPort: 22 },
      });
    }));

  it("keeps neither where the change fails after writing", () =>
    withContext(async (ctx) => {
      const failing = audited(ctx, "hosts.write", async (tx) => {
        await tx.db.insert(jobs).values({ name: "half", dueAt: ctx.now().toISOString() });
        throw new Error("half way");
      });
      await expect(failing).rejects.toThrow("half way");
      expect(await ctx.db.$count(jobs)).toBe(0);
      expect(await ctx.db.$count(auditEvents)).toBe(0);
    }));

  it("keeps neither where the events fail while they are drawn", () =>
    withContext(async (ctx) => {
      const failing = audited(ctx, "hosts.write", async (tx) => {
        async function* events() {
          yield event;
          await tx.db.insert(jobs).values({ name: "late", dueAt: ctx.now().toISOString() });
          throw new Error("no more events");
        }
        return { result: undefined, events: events() };
      });
      await expect(failing).rejects.toThrow("no more events");
      expect(await ctx.db.$count(jobs)).toBe(0);
      expect(await ctx.db.$count(auditEvents)).toBe(0);
    }));

  it("writes many events as it writes one, to the byte", () =>
    withContext(async (ctx) => {
      const told = {
        ...event,
        subject: { ...event.subject, label: 'a "b" \\x00 \\u0000 é陈😀' },
        before: { notes: "two\nlines\t\\", port: 22, tags: [], ratio: 1e21 },
        after: { notes: null, nested: { "": [1.5, "\u2028", "{}"] } },
        reason: "'); --",
        batchId: "01890000-0000-7000-8000-000000000000",
      };
      const write = (events: (typeof told)[]) => audited(ctx, "hosts.write", async () => ({ result: null, events }));
      await write([told]);
      await write([told, told]);
      const rows = await ctx.db.select().from(auditEvents);
      for (const { id, occurredAt, canonical, ...row } of rows) {
        const { id: _, occurredAt: __, canonical: ___, ...first } = rows[0]!;
        expect(row).toEqual(first);
        const { actorKind: kind, actorId, actorLabel: label, subjectType, subjectId, subjectLabel, ...rest } = row;
        const actor = { kind, id: actorId, label };
        const subject = { type: subjectType, id: subjectId, label: subjectLabel };
        expect(canonical).toEqual(canonicalBytes({ id, occurredAt, actor, subject, ...rest }));
      }
    }));

  it("writes any number of events that are drawn one by one", () =>
    withContext(async (ctx) => {
      async function* events() {
        for (let drawn = 0; drawn < 2_345; drawn++) yield event;
      }
      await audited(ctx, "hosts.write", async () => ({ result: undefined, events: events() }));
      expect(await ctx.db.$count(auditEvents)).toBe(2_345);
    }));

  it.each([
    [actors.viewer, "forbidden"],
    [actors.auditor, "forbidden"],
    [anonymous, "unauthenticated"],
    [{ ...actors.admin, duty: "change-password" }, "forbidden"],
  ] as const)("asks for the permission before anything else (%o)", (actor, code) =>
    withContext(async (ctx) => {
      let isCalled = false;
      const refused = audited({ ...ctx, actor }, "hosts.write", async () => {
        isCalled = true;
        return { result: undefined, events: [] };
      });
      await expect(refused).rejects.toMatchObject({ code });
      expect(isCalled).toBe(false);
    }),
  );

  it("never keeps a secret that a change reports of itself", () =>
    withContext(async (ctx) => {
      const after = {
        email: "a@example.net",
        password: "canary",
        passwordHash: "canary",
        secret: "canary",
        token: "canary",
      };
      await audited(ctx, "hosts.write", async () => ({ result: undefined, events: [{ ...event, after }] }));
      const [row] = await ctx.db.select().from(auditEvents);
      expect(JSON.stringify(row)).not.toContain("canary");
      expect(Buffer.from(row!.canonical).toString()).not.toContain("canary");
      expect(row!.after).toEqual({ email: "a@example.net" });
    }));
});

describe("a context", () => {
  it("cannot write but through audited and unaudited", () => {
    async function changes(ctx: Context) {
      // @ts-expect-error a reader has no insert
      await ctx.db.insert(hosts).values([]);
      // @ts-expect-error a reader has no update
      await ctx.db.update(hosts).set({ status: "retired" });
      // @ts-expect-error a reader has no delete
      await ctx.db.delete(hosts);
      // @ts-expect-error a reader has no execute
      await ctx.db.execute(sql`select 1`);
      // @ts-expect-error a reader opens no transaction
      await ctx.db.transaction(async () => {});
      // @ts-expect-error a change names its permission
      await audited(ctx, async () => ({ result: undefined, events: [] }));
      // @ts-expect-error the permission is one of the table
      await audited(ctx, "hosts.burn", async () => ({ result: undefined, events: [] }));
      // @ts-expect-error a change gives its events
      await audited(ctx, "hosts.write", async () => ({ result: undefined }));
      // @ts-expect-error an action is noun.past-tense
      await audited(ctx, "hosts.write", async () => ({ result: 1, events: [{ ...event, action: "touched" }] }));
      // @ts-expect-error what is not audited says why
      await unaudited(ctx, async () => {});
    }
    expect(changes).toBeTypeOf("function");
  });
});
