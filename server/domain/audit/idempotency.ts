import { and, eq, lt, sql } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema";
import type { Context, WriteContext } from "@/server/domain/context";
import { invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

/** The moment before which a key was used too long ago to count. */
export const keysUsedSince = ({ now }: Pick<Context, "now">) =>
  new Date(now().getTime() - numbers.requests.idempotencyKeyHours * 3_600_000).toISOString();

/**
 * Takes the request's key for this transaction. Gives undefined where the key is free or the request has none, and the answer
 * that was kept where the same request had it before. A twin in flight is waited for, because its row holds the key.
 * Throws `invalid` where the key was used for another request.
 */
export async function claimIdempotencyKey(tx: WriteContext): Promise<{ answer: unknown } | undefined> {
  if (!tx.idempotency || tx.actor.id === null) return undefined;
  const { key, fingerprint } = tx.idempotency;
  const row = { actorId: tx.actor.id, key, fingerprint, createdAt: tx.now().toISOString() };
  const claimed = await tx.db
    .insert(idempotencyKeys)
    .values(row)
    .onConflictDoUpdate({
      target: [idempotencyKeys.actorId, idempotencyKeys.key],
      set: { fingerprint, answer: sql`null`, createdAt: row.createdAt },
      setWhere: lt(idempotencyKeys.createdAt, keysUsedSince(tx)),
    })
    .returning({ key: idempotencyKeys.key });
  if (claimed.length > 0) return undefined;

  const [earlier] = await tx.db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.actorId, row.actorId), eq(idempotencyKeys.key, key)));
  if (!earlier || !Buffer.from(earlier.fingerprint).equals(fingerprint)) {
    throw invalid("This Idempotency-Key was used for another request.", [
      { path: "Idempotency-Key", message: "Use a new key for a new request." },
    ]);
  }
  return { answer: earlier.answer };
}

/** Keeps the answer with the key that `claimIdempotencyKey` took, to be given to a repeated request. */
export async function keepAnswer(tx: WriteContext, answer: unknown): Promise<void> {
  if (!tx.idempotency || tx.actor.id === null) return;
  await tx.db
    .update(idempotencyKeys)
    .set({ answer })
    .where(and(eq(idempotencyKeys.actorId, tx.actor.id), eq(idempotencyKeys.key, tx.idempotency.key)));
}
