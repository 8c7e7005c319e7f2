import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audited } from "@/server/domain/audit/audited";
import { type Actor, type Context, system } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { actors, withContext } from "@/server/test/database";
import { countAuditEvents, getAuditEvent, listActions, listActors, listAuditEvents, listSubjectTypes } from "./queries";
import * as schema from "./schema";

const today = new Date();
/** A moment of this month, which the audit log has a partition for. */
const on = (day: number) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), day, 12));
const batchId = "01890000-0000-7000-8000-000000000001";
const host = { type: "host", id: "1", label: "web-1" };

const story = [
  { by: actors.admin, action: "host.registered", subject: host, day: 10, ip: "10.0.0.1", requestId: "request-1" },
  {
    by: actors.operator,
    action: "host.updated",
    subject: host,
    before: { owner: "a.nowak", sshPort: 22 },
    after: { owner: 'Kai "the cat" Meier', sshPort: 2_222 },
    day: 11,
    ip: "fd00::1",
    requestId: "request-2",
    batchId,
  },
  {
    by: actors.operator,
    action: "host.updated",
    subject: { ...host, id: "2" },
    reason: "Quarterly review, OPS-1187",
    day: 11,
    ip: "fd00::1",
    requestId: "request-2",
    batchId,
  },
  {
    by: system,
    action: "user.created",
    subject: { type: "user", id: "1", label: "a" },
    day: 12,
    ip: null,
    requestId: "request-3",
  },
] as const;

function tell(ctx: Context, { by, day, ip, requestId, ...event }: (typeof story)[number]): Promise<void> {
  const actor: Actor = { ...by, role: "operator" };
  const telling = { ...ctx, actor, requestId, client: { ip, userAgent: "curl" }, now: () => on(day) };
  return audited(telling, "hosts.write", async () => ({ result: undefined, events: [event] }));
}

/** The story written as changes of hosts, whoever its actors are. */
const withStory = (body: (ctx: Context) => Promise<void>) =>
  withContext(async (ctx) => {
    for (const part of story) await tell(ctx, part);
    await body(ctx);
  });

const list = (ctx: Context, query: object) => listAuditEvents(ctx, schema.listAuditEvents.parse(query));

/** The ids of all pages. */
async function walk(ctx: Context, query: object): Promise<string[]> {
  const { items, nextCursor } = await list(ctx, query);
  const ids = items.map(({ id }) => id);
  return nextCursor === null ? ids : [...ids, ...(await walk(ctx, { ...query, cursor: nextCursor }))];
}

const [registered, updated, updatedToo, created] = [0, 1, 2, 3];

describe("the list of audit events", () => {
  it.each([
    ["nothing", {}, [created, updatedToo, updated, registered]],
    ["system", { actor: "system" }, [created]],
    ["anonymous", { actor: "anonymous" }, []],
    ["an actor", { actor: actors.operator.id }, [updatedToo, updated]],
    ["an action", { action: "host.registered" }, [registered]],
    ["a type of subject", { subjectType: "user" }, [created]],
    ["a subject", { subjectType: "host", subjectId: "1" }, [updated, registered]],
    ["a time from then on", { from: on(11).toISOString() }, [created, updatedToo, updated]],
    ["a time until then, which is not in it", { to: on(11).toISOString() }, [registered]],
    ["a time between", { from: on(11).toISOString(), to: on(12).toISOString() }, [updatedToo, updated]],
    ["an address in any spelling", { ip: "FD00:0::1" }, [updatedToo, updated]],
    ["a request", { requestId: "request-1" }, [registered]],
    ["a batch", { batchId }, [updatedToo, updated]],
    ["a subject's id alone", { subjectId: "1" }, [created, updated, registered]],
    ["an actor and an action", { actor: actors.operator.id, action: "host.updated" }, [updatedToo, updated]],
    ["an address and a subject", { ip: "fd00::1", subjectType: "host", subjectId: "2" }, [updatedToo]],
    ["a word of the subject's label", { q: "WEB-" }, [updatedToo, updated, registered]],
    ["a word of the actor's label", { q: "operator@" }, [updatedToo, updated]],
    ["a word of the action", { q: "registered" }, [registered]],
    ["a word of the reason", { q: "ops-1187" }, [updatedToo]],
    ["a value before", { q: "nowak" }, [updated]],
    ["a value after, with quotes", { q: '"the cat"' }, [updated]],
    ["a number", { q: "2222" }, [updated]],
    ["a field's name, which is no value", { q: "sshPort" }, []],
    ["words, all of them", { q: "web-1 review" }, [updatedToo]],
    ["a pattern, which is a text like any other", { q: "w%b_1" }, []],
    ["a text and an action", { q: "web-1", action: "host.registered" }, [registered]],
    ["a text and a time", { q: "web-1", to: on(11).toISOString() }, [registered]],
    ["what never was", { action: "host.registered", subjectId: "2" }, []],
  ])("is filtered by %s, newest first, and counted alike", (_, filter, expected) =>
    withStory(async (ctx) => {
      const { items } = await list(ctx, filter);
      const told = items.map(({ action, subject, requestId }) => ({ action, subject, requestId }));
      expect(told).toEqual(
        expected.map((index) => {
          const { action, subject, requestId } = story[index]!;
          return { action, subject, requestId };
        }),
      );
      const count = await countAuditEvents(ctx, schema.auditEventFilter.parse(filter));
      expect(count).toEqual({ count: expected.length, isExact: true });
    }),
  );

  it("looks for a text in the last 31 days, in those before an end, and in any range whose beginning is given", () =>
    withStory(async (ctx) => {
      const days = numbers.audit.textSearchDays;
      const later = (after: number) => ({ ...ctx, now: () => new Date(on(12).getTime() + after * 86_400_000) });
      const found = async (now: Context, query: object) => {
        const [{ items }, { count }] = [await list(now, query), await countAuditEvents(now, { q: "web-1", ...query })];
        expect(count).toBe(items.length);
        return items.length;
      };
      const q = "web-1";
      expect(await found(later(0), { q })).toBe(3);
      expect(await found(later(days - 1), { q })).toBe(2);
      expect(await found(later(days), { q })).toBe(0);
      expect(await found(later(days), { q, to: on(12).toISOString() })).toBe(3);
      expect(await found(later(days), { q, to: "2999-01-01T00:00:00Z" })).toBe(0);
      expect(await found(later(days), { q, from: on(11).toISOString() })).toBe(2);
      expect((await list(later(days), { action: "host.updated" })).items).toHaveLength(2);
    }));

  it.each(["ab", "a b c", "--- --", "--"])("does not look for %j, which no index finds", (q) => {
    expect(schema.auditEventFilter.safeParse({ q }).error?.issues[0]?.message).toBe(
      "Search for a word of 3 characters or more.",
    );
  });

  it("gives every event once, whatever the pages are long and the filters are", () =>
    withStory(async (ctx) => {
      const filter = fc.record(
        {
          actor: fc.constantFrom(actors.operator.id, "system"),
          action: fc.constantFrom("host.updated", "host.registered"),
          subjectType: fc.constantFrom("host", "user"),
          ip: fc.constantFrom("fd00::1", "10.0.0.1"),
          q: fc.constantFrom("web-1", "example.net", "ops"),
        },
        { requiredKeys: [] },
      );
      const told = [...story.keys()].flatMap((index) => Array<number>(index + 2).fill(index));
      for (const index of told) await tell(ctx, story[index]!);
      const property = fc.asyncProperty(filter, fc.integer({ min: 1, max: 7 }), async (given, limit) => {
        const whole = (await list(ctx, { ...given, limit: 100 })).items.map(({ id }) => id);
        expect(await walk(ctx, { ...given, limit })).toEqual(whole);
      });
      await fc.assert(property, { numRuns: 40 });
    }));

  it("gives each event once, page by page, also those of the same moment", () =>
    withStory(async (ctx) => {
      const whole = (await list(ctx, {})).items.map(({ id }) => id);
      expect(await walk(ctx, { limit: 1 })).toEqual(whole);
    }));

  it("names what there are events of and who did them, and gives each by its id", () =>
    withStory(async (ctx) => {
      expect(await listActions(ctx)).toEqual({ actions: ["host.registered", "host.updated", "user.created"] });
      expect(await listSubjectTypes(ctx)).toEqual({ subjectTypes: ["host", "user"] });
      const { admin, operator } = actors;
      expect(await listActors(ctx)).toEqual({
        actors: [admin, operator].map(({ kind, id, label }) => ({ kind, id, label })),
      });
      const [newest] = (await list(ctx, { limit: 1 })).items;
      expect(await getAuditEvent(ctx, { id: newest!.id })).toEqual(newest);
      await expect(getAuditEvent(ctx, { id: batchId })).rejects.toMatchObject({ code: "not_found" });
    }));

  it("shows an event as the API describes it", () =>
    withStory(async (ctx) => {
      const [event] = (await list(ctx, { batchId })).items;
      expect(schema.auditEvent.parse(event)).toEqual({
        id: expect.any(String),
        occurredAt: on(11).toISOString(),
        actor: { kind: "user", id: actors.operator.id, label: actors.operator.label },
        action: "host.updated",
        subject: { ...host, id: "2" },
        ...{ before: null, after: null, reason: "Quarterly review, OPS-1187", leafIndex: null },
        ...{ ip: "fd00::1", userAgent: "curl", requestId: "request-2", batchId },
      });
    }));
});
