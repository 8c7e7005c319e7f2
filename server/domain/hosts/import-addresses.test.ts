import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { csvFile } from "@/server/test/csv-file";
import { withContext } from "@/server/test/database";
import { importHosts } from "./import";

type Rows = Record<string, string>;

/** Imports hosts of prod: each name with its address, and perhaps its status after a space. */
const importAddresses = (ctx: Context, rows: Rows, columns = "hostname,ip,status,os,environment") => {
  const records = Object.entries(rows).map(([hostname, address]) => {
    const [ip, status = ""] = address.split(" ");
    return `${hostname},${ip},${status},linux,prod`;
  });
  return importHosts(ctx, csvFile([columns, ...records].join("\n")));
};

async function addresses(ctx: Context): Promise<Rows> {
  const rows = await ctx.db.select({ hostname: hosts.hostname, ip: hosts.ip }).from(hosts).orderBy(asc(hosts.hostname));
  return Object.fromEntries(rows.map(({ hostname, ip }) => [hostname, ip]));
}

describe("the addresses of an import", () => {
  it("may be swapped, and handed from one host to the next", () =>
    withContext(async (ctx) => {
      await importAddresses(ctx, { a: "10.0.0.1", b: "10.0.0.2", c: "10.0.0.3" });
      const swapped = { a: "10.0.0.2", b: "10.0.0.1", c: "10.0.0.4", d: "10.0.0.3" };
      expect(await importAddresses(ctx, swapped)).toMatchObject({ created: 1, updated: 3, rejectedCount: 0 });
      expect(await addresses(ctx)).toEqual(swapped);
      expect(await ctx.db.$count(hosts, eq(hosts.version, 2))).toBe(3);
    }));

  it("may be swapped between hosts far apart in the file", () =>
    withContext(async (ctx) => {
      const count = numbers.imports.chunkRows + 10;
      const at = (index: number) => `10.1.${Math.floor(index / 250)}.${index % 250}`;
      const rows = (offset: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`h${index}`, at((index + offset) % count)]));
      await importAddresses(ctx, rows(0));
      expect(await importAddresses(ctx, rows(1))).toMatchObject({ updated: count, rejectedCount: 0 });
      expect(await addresses(ctx)).toEqual(rows(1));
    }));

  it("are refused where another host has them", () =>
    withContext(async (ctx) => {
      await importAddresses(ctx, { "db-fra-p003": "10.0.2.17", b: "10.0.0.2" });
      const { rejected, ...counts } = await importAddresses(ctx, { a: "10.0.2.17", b: "10.0.2.17", c: "10.0.0.3" });
      expect(counts).toMatchObject({ created: 1, updated: 0, rejectedCount: 2 });
      const fault = { column: "ip", value: "10.0.2.17", reason: "taken by db-fra-p003 in prod" };
      expect(rejected).toEqual([
        { record: 1, line: 2, ...fault },
        { record: 2, line: 3, ...fault },
      ]);
    }));

  it("are refused where an earlier record takes them", () =>
    withContext(async (ctx) => {
      const { rejected, created } = await importAddresses(ctx, { a: "10.0.0.1", b: "10.0.0.1" });
      expect(created).toBe(1);
      expect(rejected).toEqual([{ record: 2, line: 3, column: "ip", value: "10.0.0.1", reason: "taken by a in prod" }]);
    }));

  it("are free where the host that has them is retired, before or by the file", () =>
    withContext(async (ctx) => {
      await importAddresses(ctx, { a: "10.0.0.1 retired", b: "10.0.0.2" });
      const rows = { c: "10.0.0.1", d: "10.0.0.2", b: "10.0.0.2 retired", e: "10.0.0.1 retired" };
      expect(await importAddresses(ctx, rows)).toMatchObject({ created: 3, updated: 1, rejectedCount: 0 });
    }));

  it("are refused to a retired host that comes back to one taken meanwhile", () =>
    withContext(async (ctx) => {
      await importAddresses(ctx, { a: "10.0.0.1 retired", b: "10.0.0.1" });
      const { rejected } = await importAddresses(ctx, { a: "10.0.0.1 active" });
      expect(rejected).toMatchObject([{ record: 1, column: "ip", reason: "taken by b in prod" }]);
    }));

  it("leave a retired host as it is where the file does not speak of its status", () =>
    withContext(async (ctx) => {
      await importAddresses(ctx, { a: "10.0.0.1 retired", b: "10.0.0.1" });
      const text = "hostname,ip,os,environment,notes\na,10.0.0.1,linux,prod,in the cellar\n";
      expect(await importHosts(ctx, csvFile(text))).toMatchObject({ updated: 1, rejectedCount: 0 });
    }));

  it("are kept by a host whose own record is faulty, which costs those who counted on it theirs", () =>
    withContext(async (ctx) => {
      await importAddresses(ctx, { a: "10.0.0.1", b: "10.0.0.2", c: "10.0.0.3" });
      const chain = { a: "10.0.0.2", b: "10.0.0.3", c: "10.0.0.4 lost" };
      const { rejected, ...counts } = await importAddresses(ctx, chain);
      expect(counts).toMatchObject({ updated: 0, rejectedCount: 3 });
      expect(rejected).toMatchObject([
        { record: 1, column: "ip", reason: "taken by b in prod" },
        { record: 2, column: "ip", reason: "taken by c in prod" },
        { record: 3, column: "status" },
      ]);
    }));

  it("are each environment's own", () =>
    withContext(async (ctx) => {
      const text = "hostname,ip,os,environment\na,10.0.0.1,linux,prod\na,10.0.0.1,linux,stage\nb,10.0.0.1,linux,dev\n";
      expect(await importHosts(ctx, csvFile(text))).toMatchObject({ created: 3, rejectedCount: 0 });
    }));
});
