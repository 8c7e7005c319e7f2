import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { withContext } from "@/server/test/database";
import { importHosts } from "./import";

const estate = { name: "estate.csv", open: () => createReadStream("e2e/fixtures/estate.csv") };

type Expected = { created: number; rejected: { record: number; column: string; why: string }[] };
const expected = JSON.parse(await readFile("e2e/fixtures/estate.expected.json", "utf8")) as Expected;

/** How many events of each action a batch has. */
async function eventsOf(ctx: Context, batchId: string): Promise<Record<string, number>> {
  const counts = await ctx.db
    .select({ action: auditEvents.action, count: sql<number>`count(distinct ${auditEvents.subjectId})::int` })
    .from(auditEvents)
    .where(eq(auditEvents.batchId, batchId))
    .groupBy(auditEvents.action);
  return Object.fromEntries(counts.map(({ action, count }) => [action, count]));
}

it("imports the estate but for exactly its faulty records, and a second time changes nothing", () =>
  withContext(async (ctx) => {
    const { rejected, batchId, ...counts } = await importHosts(ctx, estate);
    expect(counts).toMatchObject({ created: expected.created, updated: 0, unchanged: 0, rejectedCount: 44, stale: 0 });
    expect(
      rejected.map(({ record, column, reason }) => ({ record, column, isRepeated: reason.startsWith("repeats") })),
    ).toEqual(
      expected.rejected.map(({ record, column, why }) => ({ record, column, isRepeated: why.startsWith("repeats") })),
    );
    const lines = (await readFile("e2e/fixtures/estate.csv", "utf8")).split("\n");
    for (const { line, column, value } of rejected) {
      expect(lines[line - 1]).toMatch(column === "hostname" ? new RegExp(`^${value.replace("…", "")}`) : /^bad-\d+,/);
    }
    expect(await ctx.db.$count(hosts)).toBe(expected.created);
    expect(await eventsOf(ctx, batchId)).toEqual({ "host.registered": expected.created, "hosts.imported": 1 });

    const again = await importHosts(ctx, estate);
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: expected.created, rejected, rejectedCount: 44 });
    expect(await eventsOf(ctx, again.batchId)).toEqual({ "hosts.imported": 1 });
    expect(await ctx.db.$count(auditEvents)).toBe(expected.created + 2);
    expect(await ctx.db.$count(hosts, eq(hosts.version, 1))).toBe(expected.created);
  }));
