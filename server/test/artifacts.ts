import { uploadArtifact } from "@/server/domain/artifacts/mutations";
import type { Artifact, UploadOptions } from "@/server/domain/artifacts/schema";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import type { Context } from "@/server/domain/context";
import { inChunks } from "./blob-store-suite";

/** Uploads bytes without a quota. */
export async function upload(
  ctx: Context,
  store: BlobStore,
  name: string,
  bytes: Uint8Array | string,
  options: Partial<UploadOptions> = {},
): Promise<Artifact> {
  await using staged = await store.stage(inChunks(Buffer.from(bytes)));
  const said = { kind: "other" as const, description: null, ...options };
  return await uploadArtifact(ctx, { name, options: said, staged, quotas: { perUserBytes: 0, totalBytes: 0 } });
}
