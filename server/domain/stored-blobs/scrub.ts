import { setTimeout as wait } from "node:timers/promises";
import { and, asc, eq, lte } from "drizzle-orm";
import { blobs } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { DamagedBytes, markCorrupt, type SeenBlob, verified } from "./intact";

const { scrubDays, scrubSeconds, scrubBytesPerSecond } = numbers.artifacts;

/**
 * Reads stored bytes again that nobody has verified for `numbers.artifacts.scrubDays`, the longest unverified first, at a bounded
 * rate and for a bounded time, so that other jobs get their turn. Those that are damaged are marked, and not given out any more.
 */
export async function scrubBlobs(ctx: Context, store: BlobStore): Promise<{ intact: number; corrupt: number }> {
  const endsAt = performance.now() + scrubSeconds * 1_000;
  const found = { intact: 0, corrupt: 0 };
  while (performance.now() < endsAt) {
    const blob = await findDue(ctx);
    if (!blob) break;
    const isWhole = await isIntact(store, blob);
    if (isWhole) await keepVerified(ctx, blob);
    else await markCorrupt(ctx, blob);
    found[isWhole ? "intact" : "corrupt"] += 1;
  }
  return found;
}

async function findDue({ db, now }: Context): Promise<SeenBlob | undefined> {
  const due = new Date(now().getTime() - scrubDays * 86_400_000).toISOString();
  const [blob] = await db
    .select()
    .from(blobs)
    .where(and(eq(blobs.state, "ready"), lte(blobs.verifiedAt, due)))
    .orderBy(asc(blobs.verifiedAt))
    .limit(1);
  return blob;
}

async function keepVerified(ctx: Context, { sha256, verifiedAt: seen }: SeenBlob): Promise<void> {
  await unaudited(ctx, "having looked is a measurement", async ({ db, now }) => {
    const isSeen = and(eq(blobs.sha256, sha256), eq(blobs.verifiedAt, seen));
    await db.update(blobs).set({ verifiedAt: now().toISOString() }).where(isSeen);
  });
}

/** What cannot be read is not intact either. */
async function isIntact(store: BlobStore, { sha256, sizeBytes }: SeenBlob): Promise<boolean> {
  await using blob = await store.open(sha256);
  if (blob?.sizeBytes !== sizeBytes) return false;
  try {
    for await (const _ of verified(unhurried(blob.read(0, sizeBytes)), sha256));
    return true;
  } catch (error) {
    if (error instanceof DamagedBytes || (error instanceof Error && "code" in error && error.code === "EIO"))
      return false;
    throw error;
  }
}

async function* unhurried(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const startedAt = performance.now();
  let read = 0;
  for await (const chunk of chunks) {
    yield chunk;
    read += chunk.length;
    const aheadMilliseconds = (read / scrubBytesPerSecond) * 1_000 - (performance.now() - startedAt);
    if (aheadMilliseconds > 0) await wait(aheadMilliseconds);
  }
}
