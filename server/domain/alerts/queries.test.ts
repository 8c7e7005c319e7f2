import { describe, expect, it } from "vitest";
import type { Context } from "@/server/domain/context";
import { editHost, registerHost } from "@/server/domain/hosts/mutations";
import { registerHost as newHost } from "@/server/domain/hosts/schema";
import { messageOf, sentAlert } from "@/server/test/any-alerts";
import { withContext } from "@/server/test/database";
import { acknowledgeAlert, receiveAlerts } from "./mutations";
import { countAlerts, getAlertSummary, listAlertHistory, listAlerts, listChangesBefore } from "./queries";
import type { AlertFilter } from "./schema";

const noon = Date.parse("2026-01-01T12:00:00.000Z");
const minutes = (number: number) => new Date(noon + number * 60_000).toISOString();
const ended = { status: "resolved" as const, endsAt: minutes(90) };

const told = [
  sentAlert({ labels: { alertname: "DiskFull", severity: "critical", instance: "web-1:9100" }, startsAt: minutes(0) }),
  sentAlert({ labels: { alertname: "DiskFull", severity: "warning", instance: "db_1:9100" }, startsAt: minutes(1) }),
  sentAlert({ labels: { alertname: "Down", severity: "critical" }, startsAt: minutes(2), ...ended }),
  sentAlert({ labels: { alertname: "Slow" }, annotations: { summary: "100% of requests" }, startsAt: minutes(3) }),
];

async function add(ctx: Context) {
  const host = await registerHost(
    ctx,
    newHost.parse({ hostname: "web-1", ip: "10.0.0.1", os: "linux", environment: "prod" }),
  );
  await receiveAlerts(ctx, messageOf(...told));
  const { items } = await listAlerts(ctx, { limit: 100 });
  return { host, items };
}

describe("the list of alerts", () => {
  it("has the newest first, page by page", () =>
    withContext(async (ctx) => {
      const { items } = await add(ctx);
      expect(items.map(({ startsAt }) => startsAt)).toEqual([3, 2, 1, 0].map(minutes));
      const first = await listAlerts(ctx, { limit: 3 });
      const second = await listAlerts(ctx, { limit: 3, cursor: first.nextCursor ?? "" });
      expect([...first.items, ...second.items]).toEqual(items);
      expect(second.nextCursor).toBeNull();
      const foreign = listAlerts(ctx, { limit: 3, status: ["firing"], cursor: first.nextCursor ?? "" });
      await expect(foreign).rejects.toMatchObject({ code: "malformed" });
    }));

  it.each([
    ["status", { status: ["resolved"] }, [2]],
    ["severity", { severity: ["critical", "none"] }, [3, 2, 0]],
    ["text in the name", { q: "disk" }, [1, 0]],
    ["text in a label", { q: "WEB-1" }, [0]],
    ["text in the summary", { q: "100%" }, [3]],
    ["text that stands for itself", { q: "db_1" }, [1]],
    ["words that all stand in it", { q: "disk db_1" }, [1]],
    ["time", { from: minutes(1), to: minutes(3) }, [2, 1]],
    ["what nobody looks after", { acknowledged: false, status: ["firing"] }, [3, 1]],
    ["what somebody looks after", { acknowledged: true }, [0]],
  ] satisfies [string, AlertFilter, number[]][])("is narrowed down by %s", (_, filter, found) =>
    withContext(async (ctx) => {
      const { items } = await add(ctx);
      await acknowledgeAlert(ctx, { id: items[3]!.id, note: null });
      const page = await listAlerts(ctx, { limit: 100, ...filter });
      expect(page.items.map(({ startsAt }) => startsAt)).toEqual(found.map(minutes));
      expect(await countAlerts(ctx, filter)).toEqual({ count: found.length, isExact: true });
    }),
  );

  it("is narrowed down to a host, and summed up by severity", () =>
    withContext(async (ctx) => {
      const { host, items } = await add(ctx);
      const page = await listAlerts(ctx, { limit: 100, hostId: host.id });
      expect(page.items.map((alert) => [alert.startsAt, alert.host])).toEqual([
        [minutes(0), { id: host.id, hostname: "web-1", environment: "prod" }],
      ]);
      await acknowledgeAlert(ctx, { id: items[3]!.id, note: null });
      expect(await getAlertSummary(ctx)).toEqual({
        firing: [
          { severity: "critical", isAcknowledged: true, count: 1 },
          { severity: "warning", isAcknowledged: false, count: 1 },
          { severity: "none", isAcknowledged: false, count: 1 },
        ],
        worst: [items[3], items[2], items[0]].map((alert) => expect.objectContaining({ id: alert?.id })),
        leftOut: null,
      });
    }));
});

describe("what belongs to an alert", () => {
  it("is its history", () =>
    withContext(async (ctx) => {
      const { items } = await add(ctx);
      const page = await listAlertHistory(ctx, { id: items[1]!.id, limit: 10 });
      expect(page.items.map(({ action }) => action)).toEqual(["alert.resolved", "alert.fired"]);
    }));

  it("is what changed on its host in the hour before", () =>
    withContext(async (ctx) => {
      const { host } = await add(ctx);
      const at = (moment: string) => ({ ...ctx, now: () => new Date(moment) });
      const month = new Date().toISOString().slice(0, 8);
      const edits = [
        `${month}15T10:59:59.999Z`,
        `${month}15T11:00:00.000Z`,
        `${month}15T12:00:00.000Z`,
        `${month}15T12:00:00.001Z`,
      ];
      for (const [index, moment] of edits.entries()) {
        await editHost(at(moment), { id: host.id, version: index + 1, changes: { notes: `edit ${index}` } });
      }
      const labels = { alertname: "Late", instance: "10.0.0.1:9100" };
      await receiveAlerts(ctx, messageOf(sentAlert({ labels, startsAt: `${month}15T12:00:00.000Z` })));
      const { items } = await listAlerts(ctx, { limit: 100, q: "Late" });
      const changes = await listChangesBefore(ctx, { id: items[0]!.id });
      expect(changes.items.map(({ after }) => after)).toEqual([{ notes: "edit 2" }, { notes: "edit 1" }]);
      const elsewhere = await listAlerts(ctx, { limit: 100, q: "Slow" });
      expect((await listChangesBefore(ctx, { id: elsewhere.items[0]!.id })).items).toEqual([]);
      const token = { role: "operator", scopes: ["alerts:read"] } as const;
      const scripted = listChangesBefore({ ...ctx, actor: { ...ctx.actor, token } }, { id: items[0]!.id });
      await expect(scripted).rejects.toMatchObject({ code: "forbidden", permission: "hosts.read" });
    }));
});
