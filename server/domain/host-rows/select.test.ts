import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { listHosts } from "@/server/domain/hosts/queries";
import { type ListHosts, listHosts as listInput } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";
import { withContext } from "@/server/test/database";

const lateCount = 60;
const total = numbers.hosts.walkedRows + lateCount;

/** More hosts than are walked through, of which the last by name are of a team of their own. */
function insertHosts(ctx: Context): Promise<unknown> {
  return unaudited(ctx, "a test's own hosts", ({ db }) =>
    db.execute(sql`
      insert into hosts (id, hostname, ip, os, environment, criticality, status, team, tags, connection_method, ssh_port,
        version, created_at, updated_at)
      select gen_random_uuid(), 'web-' || lpad(number::text, 6, '0'), '10.0.0.0'::inet + number, 'linux', 'prod', 'low', 'active',
        case when number > ${numbers.hosts.walkedRows} then 'late' end, array['web'], 'direct_ssh', 22, 1, now(), now()
      from generate_series(1, ${total}) as number`),
  );
}

async function namesOf(ctx: Context, input: Partial<ListHosts>): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listHosts(ctx, listInput.parse({ limit: 25, cursor, ...input }));
    names.push(...page.items.map(({ hostname }) => hostname));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return names;
}

const nameOf = (number: number) => `web-${String(number).padStart(6, "0")}`;
const late = Array.from({ length: lateCount }, (_, index) => nameOf(numbers.hosts.walkedRows + 1 + index));

describe("a filtered list", () => {
  it.each([
    ["hostname", late],
    ["-hostname", late.toReversed()],
  ] as const)("by %s finds, page by page, what lies together past all that is walked through", (sort, expected) =>
    withContext(async (ctx) => {
      await insertHosts(ctx);
      expect(await namesOf(ctx, { sort, team: ["late"] })).toEqual(expected);
      expect(await namesOf(ctx, { sort, q: `${nameOf(total).slice(0, -1)}` })).toEqual(
        expected.filter((name) => name.startsWith(nameOf(total).slice(0, -1))),
      );
    }),
  );
});
