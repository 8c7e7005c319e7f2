import { eq, lt, lte } from "drizzle-orm";
import { artifactDownloads, blobs } from "@/db/schema";
import { getArtifact } from "@/server/domain/artifacts/queries";
import { subjectOf } from "@/server/domain/artifacts/rules";
import type { Artifact } from "@/server/domain/artifacts/schema";
import { audited, unaudited } from "@/server/domain/audit/audited";
import type { BlobStore, OpenedBlob } from "@/server/domain/blob-store/blob-store";
import { type Context, requirePermission } from "@/server/domain/context";
import { gone, notFound } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { markCorrupt, type SeenBlob } from "@/server/domain/stored-blobs/intact";

export type Download = { artifact: Artifact; seen: SeenBlob; blob: OpenedBlob };

const damaged = () =>
  gone("The bytes of this artifact are damaged and not given out. Upload the same file again to mend them.");

/**
 * Opens the bytes of an artifact; whoever has them open reads them to their end, also when it is deleted meanwhile.
 * Throws `unauthenticated` or `forbidden`, `not_found`, also for a deleted one, and `gone` for damaged bytes.
 */
export async function openDownload(ctx: Context, store: BlobStore, { id }: { id: string }): Promise<Download> {
  requirePermission(ctx.actor, "artifacts.download");
  const artifact = await getArtifact(ctx, { id });
  if (artifact.deletedAt !== null) throw notFound("artifact");
  const sha256 = Buffer.from(artifact.sha256, "hex");
  const [seen] = await ctx.db.select().from(blobs).where(eq(blobs.sha256, sha256));
  if (seen?.state !== "ready") throw seen?.state === "corrupt" ? damaged() : notFound("artifact");
  const blob = await store.open(sha256);
  if (blob?.sizeBytes === seen.sizeBytes) return { artifact, seen, blob };
  await blob?.[Symbol.asyncDispose]();
  await markCorrupt(ctx, seen);
  throw damaged();
}

const windowStart = ({ now }: Pick<Context, "now">) =>
  new Date(now().getTime() - numbers.artifacts.downloadWindowMinutes * 60_000).toISOString();

/**
 * Records that the actor downloads an artifact, before any byte goes. Of several downloads within
 * `numbers.artifacts.downloadWindowMinutes`, such as those of the parts of a file, one is an event.
 */
export async function recordDownload(ctx: Context, artifact: Artifact): Promise<void> {
  await audited({ ...ctx, idempotency: null }, "artifacts.download", async (tx) => {
    const recordedAt = tx.now().toISOString();
    const first = await tx.db
      .insert(artifactDownloads)
      .values({ actorId: tx.actor.id ?? tx.actor.kind, artifactId: artifact.id, recordedAt })
      .onConflictDoUpdate({
        target: [artifactDownloads.actorId, artifactDownloads.artifactId],
        set: { recordedAt },
        setWhere: lte(artifactDownloads.recordedAt, windowStart(tx)),
      })
      .returning({ recordedAt: artifactDownloads.recordedAt });
    const { sha256, sizeBytes } = artifact;
    const event = {
      action: "artifact.downloaded" as const,
      subject: subjectOf(artifact),
      after: { sha256, sizeBytes },
    };
    return { result: undefined, events: first.map(() => event) };
  });
}

/** Removes what is too old to make a download the same as another. */
export async function removeOldDownloads(ctx: Context): Promise<void> {
  await unaudited(ctx, "the events stay; this only tells them apart", async (tx) => {
    await tx.db.delete(artifactDownloads).where(lt(artifactDownloads.recordedAt, windowStart(tx)));
  });
}
