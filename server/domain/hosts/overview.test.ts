import { v7 as newId } from "uuid";
import { describe, expect, it } from "vitest";
import { hosts } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import { listRecentChanges } from "@/server/domain/audit-events/queries";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { csvFile } from "@/server/test/csv-file";
import { actors, withContext } from "@/server/test/database";
import { importHosts } from "./import";
import { editHost, editHosts, registerHost, retireHost } from "./mutations";
import { countHosts, getSummary, listHostHistory, listHosts, listValues } from "./queries";
import * as schema from "./schema";

let last = 0;
const register = (ctx: Context, fields: object = {}) => {
  last += 1;
  const host = { hostname: `web-${last}`, ip: `10.0.${last >> 8}.${last & 255}`, os: "linux", environment: "prod" };
  return registerHost(ctx, schema.registerHost.parse({ ...host, ...fields }));
};

const day = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * day);

describe("the history of a host", () => {
  it("is what happened to it, newest first, page by page, without from where", () =>
    withContext(async (ctx) => {
      const from = { ...ctx, client: { ip: "192.0.2.7", userAgent: "curl" } };
      const host = await register(from);
      await register(from);
      await editHost(from, { id: host.id, version: 1, changes: { owner: "ops" } });
      await retireHost(from, { id: host.id, version: 2, reason: "old" });
      const viewer = { ...ctx, actor: actors.viewer };
      const first = await listHostHistory(viewer, { id: host.id, limit: 2 });
      const rest = await listHostHistory(viewer, { id: host.id, limit: 2, cursor: first.nextCursor! });
      const all = [...first.items, ...rest.items];
      expect(all.map(({ action }) => action)).toEqual(["host.retired", "host.updated", "host.registered"]);
      expect(all[0]).toEqual({
        id: expect.any(String),
        occurredAt: expect.any(String),
        action: "host.retired",
        actor: { kind: "user", label: actors.admin.label },
        subject: { type: "host", id: host.id, label: host.hostname },
        before: { status: "active" },
        after: { status: "retired" },
        reason: "old",
        batchId: null,
      });
      expect(JSON.stringify(all)).not.toMatch(/192\.0\.2\.7|curl/);
      expect(rest.nextCursor).toBeNull();
    }));

  it("has a cursor for itself alone", () =>
    withContext(async (ctx) => {
      const [one, other] = [await register(ctx), await register(ctx)];
      await editHost(ctx, { id: one.id, version: 1, changes: { owner: "ops" } });
      const { nextCursor } = await listHostHistory(ctx, { id: one.id, limit: 1 });
      const foreign = listHostHistory(ctx, { id: other.id, limit: 1, cursor: nextCursor! });
      await expect(foreign).rejects.toMatchObject({ code: "malformed" });
    }));
});

describe("the recent changes", () => {
  it("are those of any host, newest first; a batch is one of them", () =>
    withContext(async (ctx) => {
      const all = await Promise.all([register(ctx), register(ctx), register(ctx)]);
      const seen = all.map(({ id, version }) => ({ id, version }));
      await editHosts(ctx, { hosts: seen, changes: { owner: "ops" }, reason: null });
      await importHosts(ctx, csvFile("hostname,ip,os,environment\na,10.1.0.1,linux,dev\nb,10.1.0.2,linux,dev\n"));
      await retireHost(ctx, { id: all[0].id, version: 2, reason: null });
      const { items } = await listRecentChanges(ctx);
      expect(items.map(({ action, subject }) => `${action} ${subject.label}`)).toEqual([
        `host.retired ${all[0].hostname}`,
        "hosts.imported hosts.csv",
        "hosts.edited 3 hosts",
        ...all.map(({ hostname }) => `host.registered ${hostname}`).toReversed(),
      ]);
      expect(Object.keys(items[0]!)).not.toContain("ip");
    }));

  it("are so many at most, and none is older than so many days", () =>
    withContext(async (ctx) => {
      const { recentChanges, recentDays } = numbers.hosts;
      for (let count = 0; count < recentChanges + 3; count++) await register(ctx);
      expect((await listRecentChanges(ctx)).items).toHaveLength(recentChanges);
      const later = { ...ctx, now: () => new Date(Date.now() + (recentDays + 1) * day) };
      expect((await listRecentChanges(later)).items).toEqual([]);
    }));
});

type Ages = { registered: number; updated: number; seen?: number };

/** Adds a host that was registered, changed and seen so many days ago. */
async function addAged(ctx: Context, { registered, updated, seen }: Ages, fields: object = {}): Promise<void> {
  last += 1;
  const identity = {
    hostname: `aged-${last}`,
    ip: `10.9.${last >> 8}.${last & 255}`,
    os: "linux",
    environment: "stage",
  };
  const moment = (days: number) => daysAgo(days).toISOString();
  const times = { createdAt: moment(registered), updatedAt: moment(updated) };
  const lastSeenAt = seen === undefined ? null : moment(seen);
  const row = {
    ...schema.registerHost.parse({ ...identity, ...fields }),
    ...times,
    lastSeenAt,
    id: newId(),
    version: 1,
  };
  await unaudited(ctx, "a test's own past", ({ db }) => db.insert(hosts).values(row));
}

describe("the summary", () => {
  it("adds up to what the lists behind its numbers count", () =>
    withContext(async (ctx) => {
      const { newDays, staleDays } = numbers.hosts;
      const stale = { registered: 400, updated: staleDays + 1 };
      await register(ctx, { os: "macos" });
      await addAged(ctx, { registered: newDays - 1, updated: 0 }, { criticality: "high" });
      await addAged(ctx, { registered: newDays + 1, updated: 0 });
      await addAged(ctx, stale);
      await addAged(ctx, { ...stale, seen: staleDays + 2 }, { status: "maintenance" });
      await addAged(ctx, { ...stale, seen: 1 });
      await addAged(ctx, { ...stale, updated: staleDays - 1 });
      await addAged(ctx, stale, { status: "retired" });
      const summary = schema.hostSummary.parse(await getSummary(ctx));
      const total = summary.counts.reduce((sum, { count }) => sum + count, 0);
      expect(total).toBe((await countHosts(ctx, {})).count);
      for (const { count, environment, criticality, os, status } of summary.counts) {
        const filter = { environment: [environment], criticality: [criticality], os: [os], status: [status] };
        expect(await countHosts(ctx, filter)).toEqual({ count, isExact: true });
      }
      const { registered } = summary;
      expect(registered.count).toBe(2);
      expect((await countHosts(ctx, { registeredSince: registered.since })).count).toBe(2);
      const { since } = summary.stale;
      expect(summary.stale.count).toBe(2);
      expect((await countHosts(ctx, { staleSince: since, status: ["active", "maintenance"] })).count).toBe(2);
      const { items } = await listHosts(ctx, schema.listHosts.parse({ staleSince: since }));
      expect(items.map(({ status }) => status).toSorted()).toEqual(["active", "maintenance", "retired"]);
    }));

  it("of no hosts is empty", () =>
    withContext(async (ctx) => {
      const summary = await getSummary(ctx);
      expect([summary.counts, summary.registered.count, summary.stale.count]).toEqual([[], 0, 0]);
    }));
});

describe("the values of a field", () => {
  it("are what hosts have in it, each once, in order, so many at most", () =>
    withContext(async (ctx) => {
      for (const team of ["ops", "Core", null, "ops", "core"]) await register(ctx, { team, owner: "Zoë" });
      expect(await listValues(ctx, { field: "team" })).toEqual({ values: ["Core", "core", "ops"] });
      expect(await listValues(ctx, { field: "owner" })).toEqual({ values: ["Zoë"] });
      for (let number = 0; number < numbers.hosts.maxSuggestions; number++) await register(ctx, { team: `t${number}` });
      expect((await listValues(ctx, { field: "team" })).values).toHaveLength(numbers.hosts.maxSuggestions);
    }));
});
