import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hosts } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { getNeighbours, listHosts } from "@/server/domain/hosts/queries";
import { type HostFilter, type HostSort, listHosts as listInput } from "@/server/domain/hosts/schema";
import { type AnyHost, addHosts, anyHost, nextIdentity } from "@/server/test/any-hosts";
import { withContext } from "@/server/test/database";

type Sort = HostSort | `-${HostSort}`;

/** The ids of a list, page by page; `between` happens after each page. */
async function walk(
  ctx: Context,
  query: HostFilter & { sort: Sort; limit: number },
  between = async (_page: number) => {},
) {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; ; page++) {
    const { items, nextCursor } = await listHosts(ctx, { ...query, cursor });
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = nextCursor;
    await between(page);
  }
}

/** The ids in PostgreSQL's own order. */
async function ordered(ctx: Context, sort: Sort, where?: SQL): Promise<string[]> {
  const direction = sort.startsWith("-") ? desc : asc;
  const column = hosts[sort.replace("-", "") as HostSort];
  const order = [sql`${direction(column)} nulls last`, direction(hosts.id)];
  const rows = await ctx.db
    .select({ id: hosts.id })
    .from(hosts)
    .where(where)
    .orderBy(...order);
  return rows.map(({ id }) => id);
}

type Upheaval = { added: AnyHost[]; removed: number[]; moved: [number, AnyHost][] };

/** What happens between two pages; numbers choose hosts. */
const upheaval: fc.Arbitrary<Upheaval> = fc.record({
  added: fc.array(anyHost, { maxLength: 3 }),
  removed: fc.array(fc.nat(), { maxLength: 2 }),
  moved: fc.array(fc.tuple(fc.nat(), anyHost), { maxLength: 3 }),
});

/** Makes it happen. Gives the ids of the hosts that do not stand where they stood. */
async function upset(ctx: Context, ids: readonly string[], { added, removed, moved }: Upheaval): Promise<string[]> {
  const chosen = (number: number) => ids[number % ids.length]!;
  await addHosts(ctx, added);
  await unaudited(ctx, "a test's own changes", async ({ db }) => {
    for (const [number, { id: _, ...fields }] of moved) {
      const changed = { ...fields, ...nextIdentity() };
      await db
        .update(hosts)
        .set(changed)
        .where(eq(hosts.id, chosen(number)));
    }
    if (removed.length > 0) await db.delete(hosts).where(inArray(hosts.id, removed.map(chosen)));
  });
  return [...removed, ...moved.map(([number]) => number)].map(chosen);
}

const several = fc.array(anyHost, { minLength: 30, maxLength: 60 });
const filter = { os: ["linux" as const], status: ["active" as const, "maintenance" as const] };
const matches = and(eq(hosts.os, "linux"), inArray(hosts.status, filter.status));

describe.each(listInput.shape.sort.unwrap().options)("a list sorted by %s", (sort) => {
  it("R-API-4 gives each row that stands exactly once, whatever is added, removed and moved meanwhile, in PostgreSQL's order with nulls last", () =>
    withContext(async (ctx) => {
      const upheavals = fc.array(upheaval, { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(several, upheavals, fc.integer({ min: 3, max: 20 }), async (first, happening, limit) => {
          await addHosts(ctx, first);
          const before = await ordered(ctx, sort);
          expect(await walk(ctx, { sort, limit })).toEqual(before);

          const upsetIds = new Set<string>();
          const seen = await walk(ctx, { sort, limit }, async (page) => {
            const happens = happening[page];
            if (happens) for (const id of await upset(ctx, before, happens)) upsetIds.add(id);
          });
          const standing = new Set(before.filter((id) => !upsetIds.has(id)));
          expect(seen.filter((id) => standing.has(id))).toEqual([...standing]);
        }),
        { numRuns: 3 },
      );
    }));

  it("is in that order where it is filtered, and tells the neighbours of each row", () =>
    withContext(async (ctx) => {
      await fc.assert(
        fc.asyncProperty(several, fc.integer({ min: 1, max: 7 }), async (added, limit) => {
          await addHosts(ctx, added);
          const ids = await ordered(ctx, sort, matches);
          expect(await walk(ctx, { sort, limit, ...filter })).toEqual(ids);
          for (const [index, id] of ids.entries()) {
            const { previous, next } = await getNeighbours(ctx, { id, sort, ...filter });
            expect([previous?.id, next?.id]).toEqual([ids[index - 1], ids[index + 1]]);
          }
        }),
        { numRuns: 2 },
      );
    }));
});
