import type { Db } from "@/db/connect";
import { type Context, requirePermission, type WriteContext } from "@/server/domain/context";
import { HintSet } from "@/server/domain/hints/hint";
import type { Permission } from "@/server/domain/permissions";
import { claimIdempotencyKey, keepAnswer } from "./idempotency";
import { type AuditEvents, type RecordedCounts, recordEvents } from "./record";

type Change<T> = {
  result: T;
  events: AuditEvents;
  /** Whether the result holds a secret that is shown once: it is then kept sealed with its idempotency key. */
  isResultSecret?: boolean;
};

/**
 * Makes a change and writes its audit events in one transaction: both are kept or neither. The callback gets the only writer
 * there is, and must give back the events, so a change without a permission or without a record does not compile.
 * Events that are an async iterable are drawn while the transaction is open, so they may be made by the change itself.
 *
 * Where the request has an idempotency key that was used for the same request, gives the answer of then and changes nothing.
 *
 * Throws `unauthenticated` or `forbidden` before anything else, `unavailable` where the log cannot be written, `invalid`
 * where the idempotency key belongs to another request, and what the callback throws.
 */
export async function audited<T>(
  ctx: Context,
  permission: Permission,
  change: (tx: WriteContext) => Promise<Change<T>>,
): Promise<T> {
  requirePermission(ctx.actor, permission);
  const hints = new HintSet();
  let recorded: RecordedCounts = new Map();
  const answer = await inTransaction(ctx, async (tx) => {
    const earlier = await claimIdempotencyKey(tx);
    // The answer was stored by this same call of the same procedure, which the fingerprint names.
    if (earlier) return earlier.answer as T;
    const { result, events, isResultSecret = false } = await change(tx);
    recorded = await recordEvents(tx, events, hints);
    await keepAnswer(tx, result, { isSecret: isResultSecret });
    return result;
  });
  ctx.announce?.(hints.drain());
  for (const [noun, count] of recorded) ctx.observer?.eventsRecorded?.(noun, count);
  return answer;
}

/**
 * Writes what is nobody's decision: job runs, samples, last use, counters. Nothing else; `why` says so to the reader of the
 * call and to nobody else.
 */
export async function unaudited<T>(ctx: Context, why: string, write: (tx: WriteContext) => Promise<T>): Promise<T> {
  void why;
  return inTransaction(ctx, write);
}

function inTransaction<T>(ctx: Context, body: (tx: WriteContext) => Promise<T>): Promise<T> {
  // Every context is made with the whole handle; `Reader` only hides the writing half of it.
  return (ctx.db as Db).transaction((db) => body({ ...ctx, db }));
}
