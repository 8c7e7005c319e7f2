import { describe, expect, it } from "vitest";
import { audited } from "@/server/domain/audit/audited";
import { type Actor, type Context, system } from "@/server/domain/context";
import { actors, withContext } from "@/server/test/database";
import { countAuditEvents, listAuditEvents } from "./queries";
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
    day: 11,
    ip: "fd00::1",
    requestId: "request-2",
    batchId,
  },
  {
    by: actors.operator,
    action: "host.updated",
    subject: { ...host, id: "2" },
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

/** The story written as changes of hosts, whoever its actors are. */
const withStory = (body: (ctx: Context) => Promise<void>) =>
  withContext(async (ctx) => {
    for (const { by, action, subject, day, ip, requestId, ...batch } of story) {
      const actor: Actor = { ...by, role: "operator" };
      const telling = { ...ctx, actor, requestId, client: { ip, userAgent: "curl" }, now: () => on(day) };
      await audited(telling, "hosts.write", async () => ({
        result: undefined,
        events: [{ action, subject, ...batch }],
      }));
    }
    await body(ctx);
  });
const list = (ctx: Context, query: object) => listAuditEvents(ctx, schema.listAuditEvents.parse(query));

const [registered, updated, updatedToo, created] = [0, 1, 2, 3];

describe("the list of audit events", () => {
  it.each([
    ["nothing", {}, [created, updatedToo, updated, registered]],
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

  it("gives each event once, page by page, also those of the same moment", () =>
    withStory(async (ctx) => {
      const whole = (await list(ctx, {})).items.map(({ id }) => id);
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(ctx, { limit: 1, ...(cursor && { cursor }) });
        walked.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(walked).toEqual(whole);
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
        ...{ before: null, after: null, reason: null, leafIndex: null },
        ...{ ip: "fd00::1", userAgent: "curl", requestId: "request-2", batchId },
      });
    }));
});
