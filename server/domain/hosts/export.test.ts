import { text } from "node:stream/consumers";
import { asc } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { columns } from "@/server/domain/host-csv/schema";
import { numbers } from "@/server/domain/numbers";
import { anyHosts } from "@/server/test/any-register";
import { csvFile, ndjsonFile } from "@/server/test/csv-file";
import { actors, withContext } from "@/server/test/database";
import { exportHosts } from "./export";
import { applyPreview, importHosts, previewImport } from "./import";
import { type HostFilter, registerHost as registerHostInput } from "./schema";

const everything: HostFilter = {};

async function exported(ctx: Context, format: "csv" | "ndjson", filter = everything): Promise<string> {
  const { body } = await exportHosts(ctx, filter, format);
  return text(body);
}

const add = (ctx: Context, records: readonly object[]) => importHosts(ctx, ndjsonFile(records));

const register = (ctx: Context, count: number) =>
  add(
    ctx,
    Array.from({ length: count }, (_, index) => ({
      ...{ hostname: `web-${index}`, ip: `10.0.${index >> 8}.${index & 255}`, os: "linux" },
      environment: index % 2 === 0 ? "prod" : "dev",
    })),
  );

describe("an export of hosts", () => {
  it("has those that match, by name, and is an event that says so", () =>
    withContext(async (ctx) => {
      await register(ctx, 5);
      const csv = await exported(ctx, "csv", { environment: ["prod"] });
      expect(csv.split("\r\n").map((line) => line.split(",")[0])).toEqual(["hostname", "web-0", "web-2", "web-4", ""]);
      const [event] = await ctx.db.select().from(auditEvents).orderBy(asc(auditEvents.id)).offset(6);
      expect(event).toMatchObject({
        action: "hosts.exported",
        subjectType: "export",
        subjectLabel: "3 hosts",
        after: { format: "csv", rows: 3, filters: { environment: ["prod"] } },
      });
    }));

  it("has all of many, in whatever pieces it is read", () =>
    withContext(async (ctx) => {
      const count = 2 * numbers.exports.chunkRows + 1;
      await register(ctx, count);
      const names = (await exported(ctx, "ndjson"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).hostname);
      expect(names).toEqual(Array.from({ length: count }, (_, index) => `web-${index}`).toSorted());
    }));

  it.each([
    ["csv", `${columns.join(",")}\r\n`],
    ["ndjson", ""],
  ] as const)("of nothing has the columns at most: %s", (format, file) =>
    withContext(async (ctx) => expect(await exported(ctx, format)).toBe(file)),
  );

  it("runs nothing in a spreadsheet", () =>
    withContext(async (ctx) => {
      const texts = { owner: "=1+1", team: "@sum", notes: '-1 "disk"\n+2' };
      await add(ctx, [
        registerHostInput.parse({ hostname: "a", ip: "10.0.0.1", os: "linux", environment: "dev", ...texts }),
      ]);
      expect(await exported(ctx, "csv")).toContain(`,'=1+1,'@sum,medium,active,,"'-1 ""disk""\n+2",`);
    }));

  it.each(Object.entries(actors))("may be made by whoever reads hosts: %s", (_role, actor) =>
    withContext(async (ctx) => expect(await exported(ctx, "csv")).toContain("hostname"), actor),
  );
});

describe("an import of an export", () => {
  it.each(["csv", "ndjson"] as const)("changes nothing, whatever the hosts are: %s", (format) =>
    fc.assert(
      fc.asyncProperty(anyHosts, (generated) =>
        withContext(async (ctx) => {
          expect(await add(ctx, generated)).toMatchObject({ created: generated.length, rejectedCount: 0 });
          const before = await ctx.db.select().from(hosts).orderBy(asc(hosts.id));
          const file = { ...csvFile(await exported(ctx, format)), format };
          const unchanged = { created: 0, updated: 0, unchanged: generated.length, rejectedCount: 0 };
          const shown = await previewImport(ctx, file);
          expect(shown).toMatchObject(unchanged);
          expect(await applyPreview(ctx, file, { previewId: shown.previewId ?? "" })).toMatchObject(unchanged);
          expect(await importHosts(ctx, file)).toMatchObject(unchanged);
          expect(await ctx.db.select().from(hosts).orderBy(asc(hosts.id))).toEqual(before);
        }),
      ),
      { numRuns: 40 },
    ),
  );
});
