import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alerts, auditEvents } from "@/db/schema";
import type { AlertmanagerAlert } from "@/server/domain/alertmanager/schema";
import type { Context } from "@/server/domain/context";
import { anySentAlert, messageOf, sentAlert } from "@/server/test/any-alerts";
import { actors, contextOver, withContext, withDatabase } from "@/server/test/database";
import { acknowledgeAlert, receiveAlerts, withdrawAcknowledgement } from "./mutations";
import { listAlerts } from "./queries";

const ended = { status: "resolved" as const, endsAt: "2026-01-01T13:00:00.000Z" };

async function tell(ctx: Context, ...told: AlertmanagerAlert[]) {
  await receiveAlerts(ctx, messageOf(...told));
  const { items } = await listAlerts(ctx, { limit: 100 });
  return items;
}

const eventsOf = ({ db }: Context, subjectId: string, action: string) =>
  db
    .select({ before: auditEvents.before, after: auditEvents.after, actor: auditEvents.actorLabel })
    .from(auditEvents)
    .where(and(eq(auditEvents.subjectId, subjectId), eq(auditEvents.action, action)));

describe("an alert", () => {
  it("is acknowledged with a note by one, and free again when that is taken back", () =>
    withContext(async (ctx) => {
      const [alert] = await tell(ctx, sentAlert());
      const { id } = alert!;
      const taken = await acknowledgeAlert(ctx, { id, note: "on it" });
      const acknowledgedBy = ctx.actor.label;
      expect(taken.acknowledgement).toEqual({ acknowledgedBy, note: "on it", acknowledgedAt: expect.any(String) });
      expect(await eventsOf(ctx, id, "alert.acknowledged")).toEqual([
        { before: null, after: { acknowledgedBy, note: "on it" }, actor: acknowledgedBy },
      ]);
      await expect(acknowledgeAlert(ctx, { id, note: null })).rejects.toMatchObject({ code: "conflict" });

      const other = { ...ctx, actor: actors.operator };
      expect((await withdrawAcknowledgement(other, { id })).acknowledgement).toBeNull();
      expect(await eventsOf(ctx, id, "alert.acknowledgement-withdrawn")).toEqual([
        { before: { acknowledgedBy, note: "on it" }, after: null, actor: actors.operator.label },
      ]);
      await expect(withdrawAcknowledgement(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    }));

  it("keeps its acknowledgement when it ends, and takes none after that", () =>
    withContext(async (ctx) => {
      const [alert] = await tell(ctx, sentAlert());
      const { id } = alert!;
      await acknowledgeAlert(ctx, { id, note: null });
      const [after] = await tell(ctx, sentAlert(ended));
      expect(after).toMatchObject({ ...ended, acknowledgement: { acknowledgedBy: ctx.actor.label, note: null } });
      const changes = [() => acknowledgeAlert(ctx, { id, note: null }), () => withdrawAcknowledgement(ctx, { id })];
      for (const change of changes) {
        await expect(change()).rejects.toMatchObject({ code: "conflict", message: "This alert has ended." });
      }
    }));

  it("that nobody knows is not found, and a viewer may not acknowledge or tell", () =>
    withContext(async (ctx) => {
      const id = "01890000-0000-7000-8000-000000000000";
      await expect(acknowledgeAlert(ctx, { id, note: null })).rejects.toMatchObject({ code: "not_found" });
      const viewer = { ...ctx, actor: actors.viewer };
      await expect(acknowledgeAlert(viewer, { id, note: null })).rejects.toMatchObject({ code: "forbidden" });
      await expect(receiveAlerts(viewer, messageOf())).rejects.toMatchObject({ code: "forbidden" });
    }));

  it("is acknowledged by one of twenty who try at once", () =>
    withDatabase(async (database) => {
      const db = database.open("server", 10);
      await database.open("owner").execute("select make_audit_partitions(now())");
      const ctx = contextOver(db);
      const [alert] = await tell(ctx, sentAlert());
      const { id } = alert!;
      const tries = Array.from({ length: 20 }, (_, number) => acknowledgeAlert(ctx, { id, note: String(number) }));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(1);
      expect((await eventsOf(ctx, id, "alert.acknowledged")).length).toBe(1);
    }));
});

describe("messages", () => {
  it("leave the same rows and events in any order and in parts, whatever is acknowledged meanwhile", () => {
    const both = fc
      .array(anySentAlert, { minLength: 1, maxLength: 12 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })));
    return fc.assert(
      fc.asyncProperty(both, async ([all, shuffled]) => {
        const once = await kept(all.map((alert) => [alert]));
        const half = Math.floor(shuffled.length / 2);
        expect(await kept([shuffled.slice(0, half), shuffled.slice(half)])).toEqual(once);
      }),
      { numRuns: 15 },
    );
  });

  /** The rows that some messages leave, and how many events of each kind, with everything acknowledged in between that can be. */
  async function kept(messages: AlertmanagerAlert[][]): Promise<unknown> {
    let result: unknown;
    await withContext(async (ctx) => {
      for (const message of messages) {
        for (const { id, status, acknowledgement } of await tell(ctx, ...message)) {
          if (status === "firing" && !acknowledgement) await acknowledgeAlert(ctx, { id, note: "seen" });
        }
      }
      const rows = await ctx.db.select().from(alerts).orderBy(alerts.fingerprint, alerts.startsAt);
      const count = (action: string) => ctx.db.$count(auditEvents, eq(auditEvents.action, action));
      result = {
        rows: rows.map(({ fingerprint, startsAt, endsAt, status }) => ({ fingerprint, startsAt, endsAt, status })),
        fired: (await count("alert.fired")) - rows.length,
        resolved: (await count("alert.resolved")) - rows.filter(({ status }) => status === "resolved").length,
      };
    });
    return result;
  }
});
