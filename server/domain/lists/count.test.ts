import { type SQL, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { hosts } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { withContext } from "@/server/test/database";
import { countRows } from "./count";

/** A table of as many hosts. */
const withHosts = (count: number, body: (ctx: Context) => Promise<void>) =>
  withContext(async (ctx) => {
    await unaudited(ctx, "a test's own hosts", ({ db }) =>
      db.execute(sql`
        insert into hosts (id, hostname, ip, os, environment, criticality, status, tags, connection_method, ssh_port, version, created_at, updated_at)
        select gen_random_uuid(), 'web-' || n, '10.0.0.0'::inet + n, 'linux', 'prod', 'low', 'active', '{}', 'teleport', 22, 1, now(), now()
        from generate_series(1, ${count}::int) as n`),
    );
    await body(ctx);
  });

/** True or false, after so many seconds for the whole table. */
const slow = (seconds: number, answer: boolean): SQL => sql`(select pg_sleep(${seconds}) is not null) = ${answer}`;

/** True for so many rows, in whatever order they lie, and slow for each after them; a count that is given up is forgotten. */
const slowAfter = (rows: number): SQL => sql`
  case when set_config('test.rows', (coalesce(nullif(current_setting('test.rows', true), ''), '0')::int + 1)::text, true)::int <= ${rows}
  then true else pg_sleep(20) is not null end`;

describe("a count", () => {
  it("is exact where there is time for it", () =>
    withHosts(7, async (ctx) => {
      expect(await countRows(ctx, hosts, undefined)).toEqual({ count: 7, isExact: true });
      expect(await countRows(ctx, hosts, slow(0.01, false))).toEqual({ count: 0, isExact: true });
    }));

  it("says how many there are at least where there is none", () =>
    withHosts(numbers.lists.countAtLeast + 500, async (ctx) => {
      const where = slowAfter(numbers.lists.countAtLeast + 1);
      expect(await countRows(ctx, hosts, where)).toEqual({ count: numbers.lists.countAtLeast, isExact: false });
    }));

  it("gives up where it cannot even say that", () =>
    withHosts(1, async (ctx) => {
      const startedAt = performance.now();
      expect(await countRows(ctx, hosts, slow(25, true))).toEqual({ count: 0, isExact: false });
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    }));
});
