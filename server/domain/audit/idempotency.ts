import { and, eq, lt, sql } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema";
import type { Context, WriteContext } from "@/server/domain/context";
import { invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { seal, unseal } from "@/server/domain/secrets/seal";

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
      set: { fingerprint, answer: sql`null`, sealedAnswer: sql`null`, createdAt: row.createdAt },
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
  if (!earlier.sealedAnswer) return { answer: earlier.answer };
  return { answer: JSON.parse(unseal(tx.keys, sealedFor(earlier), earlier.sealedAnswer)) };
}

/** Keeps the answer with the key that `claimIdempotencyKey` took, to be given to a repeated request. A secret one is sealed. */
export async function keepAnswer(
  tx: WriteContext,
  answer: unknown,
  { isSecret }: { isSecret: boolean },
): Promise<void> {
  if (!tx.idempotency || tx.actor.id === null) return;
  const owner = { actorId: tx.actor.id, key: tx.idempotency.key };
  await tx.db
    .update(idempotencyKeys)
    .set(isSecret ? { sealedAnswer: seal(tx.keys, sealedFor(owner), JSON.stringify(answer)) } : { answer })
    .where(and(eq(idempotencyKeys.actorId, owner.actorId), eq(idempotencyKeys.key, owner.key)));
}

const sealedFor = ({ actorId, key }: { actorId: string; key: string }) => `answer:${actorId}:${key}`;
