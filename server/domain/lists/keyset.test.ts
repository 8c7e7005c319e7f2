import { asc, desc, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { criticalities, environments, hostStatuses, operatingSystems } from "@/db/enums";
import { hosts } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { listHosts } from "@/server/domain/hosts/queries";
import { type HostSort, listHosts as listInput } from "@/server/domain/hosts/schema";
import { withContext } from "@/server/test/database";

/** Few different values, so that most hosts tie, and many have none. */
const newHost = fc.record({
  id: fc.uuid(),
  os: fc.constantFrom(...operatingSystems),
  criticality: fc.constantFrom(...criticalities),
  status: fc.constantFrom(...hostStatuses),
  team: fc.constantFrom(null, "Zürich", "core", "Core"),
  owner: fc.constantFrom(null, "a", "B", "é"),
  updatedAt: fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z", "2025-12-31T23:59:59.999Z"),
});
type NewHost = typeof newHost extends fc.Arbitrary<infer T> ? T : never;

let last = 0;
/** Names and addresses come three times each, once in every environment. */
function insert(ctx: Context, added: NewHost[]): Promise<unknown> {
  const rows = added.map((host) => {
    const number = Math.floor(last / 3);
    const ip = `10.0.${number >> 8}.${number & 255}`;
    const environment = environments[last++ % 3]!;
    const fixed = {
      tags: [],
      connectionMethod: "teleport" as const,
      sshPort: 22,
      version: 1,
      createdAt: host.updatedAt,
    };
    return { ...host, ...fixed, hostname: `web-${number}`, ip, environment };
  });
  if (rows.length === 0) return Promise.resolve();
  return unaudited(ctx, "a test's own hosts", ({ db }) => db.insert(hosts).values(rows));
}

/** The ids of a list, page by page; `between` happens after each page. */
async function walk(
  ctx: Context,
  sort: HostSort | `-${HostSort}`,
  limit: number,
  between = async (_page: number) => {},
) {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; ; page++) {
    const { items, nextCursor } = await listHosts(ctx, { sort, limit, cursor });
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = nextCursor;
    await between(page);
  }
}

describe.each(listInput.shape.sort.unwrap().options)("a list sorted by %s", (sort) => {
  const isDescending = sort.startsWith("-");
  const column = hosts[sort.replace("-", "") as HostSort];

  it("R-API-4 gives each row that was there exactly once, whatever is added meanwhile, in order with nulls last", () =>
    withContext(async (ctx) => {
      const several = fc.array(newHost, { minLength: 30, maxLength: 60 });
      const few = fc.array(fc.array(newHost, { maxLength: 3 }), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(several, few, fc.integer({ min: 3, max: 20 }), async (first, added, limit) => {
          await insert(ctx, first);
          const direction = isDescending ? desc : asc;
          const order = [sql`${direction(column)} nulls last`, direction(hosts.id)];
          const before = await ctx.db
            .select({ id: hosts.id })
            .from(hosts)
            .orderBy(...order);
          expect(await walk(ctx, sort, limit)).toEqual(before.map(({ id }) => id));

          const seen = await walk(ctx, sort, limit, async (page) => void (await insert(ctx, added[page] ?? [])));
          expect(new Set(seen).size).toBe(seen.length);
          const wasThere = new Set(before.map(({ id }) => id));
          expect(seen.filter((id) => wasThere.has(id))).toEqual([...wasThere]);
        }),
        { numRuns: 3 },
      );
    }));
});
