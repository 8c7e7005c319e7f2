import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, hosts, importPreviews } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { removeOldPreviews } from "@/server/domain/host-import/previews";
import { numbers } from "@/server/domain/numbers";
import { csvFile } from "@/server/test/csv-file";
import { actors, withContext } from "@/server/test/database";
import { applyPreview, importHosts, previewImport } from "./import";
import { deleteHost, editHost, registerHost } from "./mutations";
import { type Host, registerHost as registerHostInput } from "./schema";

const header = "hostname,ip,os,environment,owner\n";
const row = (hostname: string, ip: string, owner = "") => `${hostname},${ip},linux,prod,${owner}\n`;

const register = (ctx: Context, hostname: string, ip: string, fields: Partial<Host> = {}) =>
  registerHost(ctx, registerHostInput.parse({ hostname, ip, os: "linux", environment: "prod", ...fields }));

async function previewed(ctx: Context, text: string) {
  const file = csvFile(header + text);
  const shown = await previewImport(ctx, file);
  return { shown, apply: () => applyPreview(ctx, file, { previewId: shown.previewId ?? "" }) };
}

const ipsOf = async (ctx: Context) =>
  Object.fromEntries((await ctx.db.select().from(hosts)).map(({ hostname, ip }) => [hostname, ip]));

describe("a preview of an import", () => {
  it("writes no host and no event, and shows what would be, field by field", () =>
    withContext(async (ctx) => {
      const host = await register(ctx, "web-1", "10.0.0.1", { owner: "a.nowak" });
      await register(ctx, "web-2", "10.0.0.2");
      const before = [await ctx.db.select().from(hosts), await ctx.db.$count(auditEvents)];
      const { shown } = await previewed(
        ctx,
        row("web-1", "10.0.0.1", "b.okafor") +
          row("web-2", "10.0.0.2") +
          row("web-3", "10.0.0.3") +
          row("-", "10.0.0.4"),
      );
      expect(shown).toMatchObject({ created: 1, updated: 1, unchanged: 1, rejectedCount: 1, stale: 0, batchId: null });
      expect(shown.changes).toEqual([
        {
          ...{ record: 1, line: 2, action: "updated", id: host.id, hostname: "web-1", environment: "prod" },
          ...{ before: { owner: "a.nowak" }, after: { owner: "b.okafor" } },
        },
        {
          ...{ record: 3, line: 4, action: "created", id: null, hostname: "web-3", environment: "prod", before: null },
          after: expect.objectContaining({ hostname: "web-3", ip: "10.0.0.3", criticality: "medium" }),
        },
      ]);
      expect(shown.rejected).toMatchObject([{ record: 4, line: 5, column: "hostname", value: "-" }]);
      expect([await ctx.db.select().from(hosts), await ctx.db.$count(auditEvents)]).toEqual(before);
    }));

  it("is applied as it was shown, with an event for each host and one of the import", () =>
    withContext(async (ctx) => {
      await register(ctx, "web-1", "10.0.0.1");
      const { shown, apply } = await previewed(
        ctx,
        row("web-1", "10.0.0.9") + row("web-2", "10.0.0.1") + row("x x", "10.0.0.3"),
      );
      const applied = await apply();
      const ids = { previewId: null, batchId: expect.any(String), changes: expect.any(Array) };
      expect(applied).toEqual({ ...shown, ...ids });
      expect(applied.changes).toEqual(shown.changes.map((change) => ({ ...change, id: expect.any(String) })));
      expect(await ipsOf(ctx)).toEqual({ "web-1": "10.0.0.9", "web-2": "10.0.0.1" });
      const events = await ctx.db.select().from(auditEvents).where(eq(auditEvents.batchId, applied.batchId));
      expect(events.map(({ action, after }) => [action, action === "hosts.imported" && after])).toEqual(
        expect.arrayContaining([
          ["host.updated", false],
          ["host.registered", false],
          ["hosts.imported", { created: 1, updated: 1, unchanged: 0, rejected: 1, stale: 0 }],
        ]),
      );
    }));

  it("leaves out what was rejected then, although it would be good now", () =>
    withContext(async (ctx) => {
      const other = await register(ctx, "db-1", "10.0.0.1");
      const { shown, apply } = await previewed(ctx, row("web-1", "10.0.0.1") + row("web-2", "10.0.0.2"));
      await editHost(ctx, { id: other.id, version: 1, changes: { ip: "10.0.0.7" } });
      expect(await apply()).toMatchObject({ created: 1, rejectedCount: 1, stale: 0, rejected: shown.rejected });
      expect(await ipsOf(ctx)).toEqual({ "db-1": "10.0.0.7", "web-2": "10.0.0.2" });
    }));

  it("leaves alone, as stale, what has changed, gone, or come to be since, and what lost its address by that", () =>
    withContext(async (ctx) => {
      const changed = await register(ctx, "changed", "10.0.0.1");
      const gone = await register(ctx, "gone", "10.0.0.2");
      const anew = await register(ctx, "anew", "10.0.0.3");
      await register(ctx, "same", "10.0.0.4");
      const { apply } = await previewed(
        ctx,
        row("changed", "10.0.1.1") +
          row("gone", "10.0.1.2") +
          row("anew", "10.0.1.3") +
          row("came", "10.0.1.4") +
          row("heir", "10.0.0.1") +
          row("robbed", "10.0.1.6") +
          row("same", "10.0.1.7"),
      );
      await editHost(ctx, { id: changed.id, version: 1, changes: { owner: "somebody" } });
      for (const { id, hostname } of [gone, anew]) {
        await deleteHost(ctx, { id, version: 1, reason: null, confirmation: hostname });
      }
      const later = { ...ctx, now: () => new Date(Date.now() + 5) };
      await register(later, "anew", "10.0.0.3");
      await register(later, "came", "10.0.9.4");
      await register(later, "thief", "10.0.1.6");
      const { rejected, ...counts } = await apply();
      expect(counts).toMatchObject({ created: 0, updated: 1, unchanged: 0, rejectedCount: 6, stale: 6 });
      expect(rejected.map(({ record, column, reason }) => [record, column, reason])).toEqual([
        [1, "hostname", "changed since the preview"],
        [2, "hostname", "deleted since the preview"],
        [3, "hostname", "changed since the preview"],
        [4, "hostname", "registered since the preview"],
        [5, "ip", "taken by changed in prod since the preview"],
        [6, "ip", "taken by thief in prod since the preview"],
      ]);
      expect(await ipsOf(ctx)).toMatchObject({
        changed: "10.0.0.1",
        anew: "10.0.0.3",
        came: "10.0.9.4",
        same: "10.0.1.7",
      });
    }));

  it("is applied once, by whoever made it, with the same file, within a day", () =>
    withContext(async (ctx) => {
      const text = row("web-1", "10.0.0.1");
      const file = csvFile(header + text);
      const { previewId } = await previewImport(ctx, file);
      const applied = (by: Context, sent = file) => applyPreview(by, sent, { previewId: previewId ?? "" });
      const gone = { code: "conflict", message: expect.stringContaining("This preview is gone") };
      const tomorrow = { ...ctx, now: () => new Date(Date.now() + (numbers.imports.previewHours * 3_600 + 1) * 1_000) };
      await expect(applied({ ...ctx, actor: actors.operator })).rejects.toMatchObject(gone);
      await expect(applied(tomorrow)).rejects.toMatchObject(gone);
      await expect(applied(ctx, csvFile(`${header}${text} `))).rejects.toMatchObject({ code: "invalid" });
      expect(await ctx.db.$count(hosts)).toBe(0);
      expect(await applied(ctx)).toMatchObject({ created: 1 });
      await expect(applied(ctx)).rejects.toMatchObject(gone);
      expect(await ctx.db.$count(auditEvents)).toBe(2);
    }));

  it("is kept for a day, and of one who makes many the newest are", () =>
    withContext(async (ctx) => {
      const file = csvFile(header + row("web-1", "10.0.0.1"));
      const { maxPreviewsPerActor, previewHours } = numbers.imports;
      for (let made = 0; made < maxPreviewsPerActor + 2; made++) await previewImport(ctx, file);
      expect(await ctx.db.$count(importPreviews)).toBe(maxPreviewsPerActor);
      await removeOldPreviews(ctx);
      expect(await ctx.db.$count(importPreviews)).toBe(maxPreviewsPerActor);
      await removeOldPreviews({ ...ctx, now: () => new Date(Date.now() + previewHours * 3_600_000 + 1_000) });
      expect(await ctx.db.$count(importPreviews)).toBe(0);
    }));

  it.each(["viewer", "auditor"] as const)("is refused to a role that may not write: %s", (role) =>
    withContext(async (ctx) => {
      await expect(previewImport(ctx, csvFile(""))).rejects.toMatchObject({ code: "forbidden" });
      await expect(applyPreview(ctx, csvFile(""), { previewId: "" })).rejects.toMatchObject({ code: "forbidden" });
    }, actors[role]),
  );
});

describe("the columns of a file", () => {
  const text = "Host name,ip-address,OS,environment,rack\nweb-1,10.0.0.1,linux,prod,7\n";

  it("are told by a dry run where some are missing, and nothing else", () =>
    withContext(async (ctx) => {
      const shown = await previewImport(ctx, csvFile(text));
      expect(shown).toMatchObject({ created: 0, rejectedCount: 0, previewId: null, missingColumns: ["ip"] });
      expect(shown.columns.map(({ header: name, column }) => [name, column])).toEqual([
        ["Host name", "hostname"],
        ["ip-address", null],
        ["OS", "os"],
        ["environment", "environment"],
        ["rack", null],
      ]);
      await expect(importHosts(ctx, csvFile(text))).rejects.toThrow("missing: ip; unknown: ip-address, rack");
    }));

  it("can be said, or passed over; the preview keeps them", () =>
    withContext(async (ctx) => {
      const file = csvFile(text);
      const shown = await previewImport(ctx, file, { columns: { "ip-address": "ip" } });
      expect(shown).toMatchObject({ created: 1, missingColumns: [] });
      await expect(importHosts(ctx, file, { columns: { "ip-address": "ip" } })).rejects.toThrow("(unknown: rack)");
      const applied = await applyPreview(ctx, file, { previewId: shown.previewId ?? "" });
      expect(applied).toMatchObject({ created: 1, columns: shown.columns });
      const again = await importHosts(ctx, file, { columns: { "ip-address": "ip", rack: null } });
      expect(again).toMatchObject({ unchanged: 1, rejectedCount: 0 });
    }));

  it("are refused where two are one", () =>
    withContext(async (ctx) => {
      const same = previewImport(ctx, csvFile(text), { columns: { "ip-address": "ip", rack: "ip" } });
      await expect(same).rejects.toThrow("(repeated: ip)");
    }));
});
