import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { csvFile } from "@/server/test/csv-file";
import { contextOver, type TestDatabase, withContext, withDatabase } from "@/server/test/database";
import { importHosts } from "./import";
import { registerHost } from "./mutations";
import { registerHost as registerHostInput } from "./schema";

const file = csvFile("hostname,ip,os,environment\nweb-1,10.0.0.1,linux,prod\nweb-2,10.0.0.2,linux,prod\n");

async function openWithLog(database: TestDatabase): Promise<Db> {
  const db = database.open("server");
  await db.execute(sql`select make_audit_partitions(now())`);
  return db;
}

/** The file, before whose second reading, that which applies it, something happens. */
function fileWith(happening: () => Promise<unknown>) {
  let readings = 0;
  return {
    open: async function* () {
      readings += 1;
      // The header, the check, the change: each reads its beginning first, to find the delimiter.
      if (readings === 5) await happening();
      yield* file.open();
    },
  };
}

describe("an import in which nothing is changed", () => {
  it("is one whose events cannot be written", () =>
    withContext(async (ctx) => {
      const beyondThePartitions = { ...ctx, now: () => new Date("2199-01-01T00:00:00Z") };
      await expect(importHosts(beyondThePartitions, file)).rejects.toMatchObject({ code: "unavailable" });
      expect(await ctx.db.$count(hosts)).toBe(0);
      expect(await ctx.db.$count(auditEvents)).toBe(0);
    }));
});

describe("an import beside other changes", () => {
  const register = (ctx: Context, fields: { hostname: string; ip: string }) =>
    registerHost(ctx, registerHostInput.parse({ os: "linux", environment: "prod", ...fields }));

  it("conflicts with a host that takes an address between check and change, and changes nothing", () =>
    withDatabase(async (database) => {
      const ctx = contextOver(await openWithLog(database));
      const meanwhile = fileWith(() =>
        register(contextOver(database.open("server")), { hostname: "db-1", ip: "10.0.0.2" }),
      );
      await expect(importHosts(ctx, meanwhile)).rejects.toMatchObject({ code: "conflict" });
      expect(await ctx.db.$count(hosts)).toBe(1);
      expect(await ctx.db.$count(auditEvents)).toBe(1);
    }));

  it("changes a host that was registered between check and change", () =>
    withDatabase(async (database) => {
      const ctx = contextOver(await openWithLog(database));
      const meanwhile = fileWith(() =>
        register(contextOver(database.open("server")), { hostname: "web-2", ip: "10.0.0.9" }),
      );
      expect(await importHosts(ctx, meanwhile)).toMatchObject({ created: 1, updated: 1 });
      expect(await ctx.db.select({ version: hosts.version, ip: hosts.ip }).from(hosts).orderBy(hosts.hostname)).toEqual(
        [
          { version: 1, ip: "10.0.0.1" },
          { version: 2, ip: "10.0.0.2" },
        ],
      );
    }));

  it("waits for the same import sent at the same moment, and finds its hosts", () =>
    withDatabase(async (database) => {
      const ctx = contextOver(await openWithLog(database));
      const results = await Promise.all([importHosts(ctx, file), importHosts(ctx, file), importHosts(ctx, file)]);
      const counts = results.map(({ created, unchanged }) => ({ created, unchanged }));
      expect(counts.toSorted((one, other) => other.created - one.created)).toEqual([
        { created: 2, unchanged: 0 },
        { created: 0, unchanged: 2 },
        { created: 0, unchanged: 2 },
      ]);
    }));
});
