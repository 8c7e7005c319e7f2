import type { FastifyInstance } from "fastify";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import type { Environment } from "@/server/domain/context";
import { registerArtifactContent } from "./artifact-content";
import { registerArtifactUploads, type UploadLimits } from "./artifact-uploads";
import type { Troubles } from "./downloads";

export type ArtifactOptions = UploadLimits & {
  store: BlobStore;
  /** Whether nginx stands in front and sends files itself, from a location `/_blobs/` that it keeps to itself. */
  isSentByNginx: boolean;
};

/** What goes in and out as a file; the rest of the artifacts are procedures. */
export function registerArtifacts(
  app: FastifyInstance,
  environment: Environment,
  { store, isSentByNginx, ...limits }: ArtifactOptions,
  troubles: Troubles,
): void {
  registerArtifactUploads(app, environment, store, limits);
  registerArtifactContent(app, environment, { ...troubles, store, isSentByNginx });
}
