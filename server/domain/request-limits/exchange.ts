import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { RequestKind } from "@/db/enums";
import { unaudited } from "@/server/domain/audit/audited";
import { type Context, type Environment, systemContext } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import type { RequestCount, RequestLimits } from "./request-limits";

type Row = { actor_id: string; kind: RequestKind; count: number; remaining_milliseconds: number };

/**
 * Adds what one server has counted to what all have, and gives that, in one statement. By the database's clock, because the
 * servers may each have their own; a window that has ended makes room for the next.
 */
export async function exchangeCounts(ctx: Context, counted: readonly RequestCount[]): Promise<RequestCount[]> {
  const sent = counted.map((each) => ({
    actor_id: each.actorId,
    kind: each.kind,
    count: each.count,
    remaining: `${each.remainingMilliseconds} milliseconds`,
  }));
  const rows = await unaudited(ctx, "requests are counted whatever becomes of them", ({ db }) =>
    db.execute(sql`
      with added as (
        insert into request_counts as old (actor_id, kind, window_ends_at, count)
        select actor_id, kind, now() + remaining, count
        from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb)
          as new(actor_id text, kind text, remaining interval, count integer)
        order by actor_id, kind -- as every server does, so that no two wait for each other
        on conflict (actor_id, kind) do update set
          count = case when old.window_ends_at <= now() then excluded.count else old.count + excluded.count end,
          window_ends_at = case when old.window_ends_at <= now() then excluded.window_ends_at else old.window_ends_at end
        returning *
      ), totals as (
        select * from added
        union all
        select * from request_counts where window_ends_at > now() and (actor_id, kind) not in (select actor_id, kind from added)
      )
      select actor_id, kind, count, extract(epoch from window_ends_at - now())::float8 * 1000 as remaining_milliseconds
      from totals`),
  );
  return (rows as unknown as Row[]).map(({ actor_id: actorId, kind, count, remaining_milliseconds }) => ({
    actorId,
    kind,
    count,
    remainingMilliseconds: remaining_milliseconds,
  }));
}

/**
 * Exchanges what was counted with the other servers, again and again. Where the database is away, each server goes on with its
 * own count; `onFailed` is told why, each time. `close` tells the others what is left.
 */
export function startExchange(
  environment: Environment,
  limits: RequestLimits,
  onFailed: (error: unknown) => void,
): { close: () => Promise<void> } {
  const ctx = systemContext(environment, "request-limits");
  const stopped = new AbortController();
  const exchange = () => limits.exchange((counted) => exchangeCounts(ctx, counted)).catch(onFailed);
  const pause = () =>
    wait(numbers.limits.exchangeMilliseconds, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
  const run = async () => {
    while (!stopped.signal.aborted) {
      await exchange();
      await pause();
    }
  };
  const running = limits.isLimiting ? run() : undefined;
  return {
    close: async () => {
      stopped.abort();
      await running;
      if (running) await exchange();
    },
  };
}
