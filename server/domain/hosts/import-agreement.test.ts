import { asc } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { environments, hostStatuses } from "@/db/enums";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { csvFile, ndjsonFile } from "@/server/test/csv-file";
import { withContext } from "@/server/test/database";
import { applyPreview, importHosts, previewImport } from "./import";

/** Few names and addresses, so that records repeat each other, swap addresses, take them from others and lose them. */
const few = <T>(values: fc.Arbitrary<T>) => fc.array(values, { minLength: 1, maxLength: 8 });
const anyRecord = fc.record({
  hostname: fc.constantFrom("a", "b", "c", "d", "e", "-"),
  ip: fc.constantFrom("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "nowhere"),
  environment: fc.constantFrom(...environments.slice(0, 2)),
  status: fc.option(fc.constantFrom(...hostStatuses), { nil: undefined }),
  owner: fc.option(fc.constantFrom("x", "y"), { nil: undefined }),
});
type AnyRecord = typeof anyRecord extends fc.Arbitrary<infer T> ? T : never;

const asCsv = (records: AnyRecord[]) => {
  const lines = records.map((record) =>
    [record.hostname, record.ip, "linux", record.environment, record.status ?? "", record.owner ?? ""].join(","),
  );
  return csvFile(["hostname,ip,os,environment,status,owner", ...lines].join("\n"));
};
const asNdjson = (records: AnyRecord[]) => ndjsonFile(records.map((record) => ({ ...record, os: "linux" })));

const anyFile = fc.oneof(few(anyRecord).map(asCsv), few(anyRecord).map(asNdjson));

const withoutIds = (changes: { id: string | null; action: string }[]) =>
  changes.map((change) => (change.action === "created" ? { ...change, id: null } : change));

/** The hosts without what every import gives anew. */
async function stored(ctx: Context) {
  const rows = await ctx.db.select().from(hosts).orderBy(asc(hosts.environment), asc(hosts.hostname));
  return rows.map(({ id, createdAt, updatedAt, touchedAt, ...host }) => host);
}

it("does what its preview has shown, which is what it does without one", () =>
  fc.assert(
    fc.asyncProperty(anyFile, anyFile, async (first, second) => {
      const outcomes: unknown[] = [];
      await withContext(async (ctx) => {
        await importHosts(ctx, first);
        const { previewId, batchId: _, ...shown } = await previewImport(ctx, second);
        const { previewId: __, batchId, ...applied } = await applyPreview(ctx, second, { previewId: previewId ?? "" });
        expect({ ...applied, changes: withoutIds(applied.changes) }).toEqual(shown);
        const events = await ctx.db.$count(auditEvents);
        expect(batchId).not.toBeNull();
        outcomes.push(await stored(ctx), events);
        expect(await previewImport(ctx, second)).toMatchObject({ created: 0 });
      });
      await withContext(async (ctx) => {
        await importHosts(ctx, first);
        await importHosts(ctx, second);
        expect([await stored(ctx), await ctx.db.$count(auditEvents)]).toEqual(outcomes);
      });
    }),
    { numRuns: 60 },
  ));

it("of what has changed meanwhile does nothing but what was shown, and never fails half way", () =>
  fc.assert(
    fc.asyncProperty(anyFile, anyFile, anyFile, (first, second, meanwhile) =>
      withContext(async (ctx) => {
        await importHosts(ctx, first);
        const shown = await previewImport(ctx, second);
        await importHosts({ ...ctx, now: () => new Date(Date.now() + 10) }, meanwhile);
        const before = await stored(ctx);
        const applied = await applyPreview(ctx, second, { previewId: shown.previewId ?? "" });
        const { created, updated, unchanged, rejectedCount, stale } = applied;
        expect(created + updated + unchanged + stale).toBe(shown.created + shown.updated + shown.unchanged);
        expect(rejectedCount).toBe(shown.rejectedCount + stale);
        const known = new Map(shown.changes.map((change) => [change.record, change]));
        for (const change of applied.changes) {
          expect(change).toEqual({ ...known.get(change.record), id: change.id });
        }
        if (created + updated === 0) expect(await stored(ctx)).toEqual(before);
      }),
    ),
    { numRuns: 60 },
  ));
