import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import canonicalize from "canonicalize";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { permitted } from "@/server/api/permitted";
import { TransportError } from "@/server/api/problems";
import { requestContext } from "@/server/api/request-context";
import { requireHost, uploadArtifact } from "@/server/domain/artifacts/mutations";
import { artifactName, uploadOptions } from "@/server/domain/artifacts/schema";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import { askingUserId, type Context, type Environment } from "@/server/domain/context";
import { asDomainError, tooLarge } from "@/server/domain/errors";
import { type Quotas, roomFor } from "@/server/domain/stored-blobs/quotas";
import { announcedDigest, requireDigest } from "./content-digest";
import { pacedBody } from "./paced-body";
import { fieldOf, queryOf } from "./query";

export type UploadLimits = { maxBytes: number; quotas: Quotas };

/** What comes slowly but steadily is bounded by its pace and its size, so this only ends what hangs. */
const handlerTimeoutMilliseconds = 24 * 3_600_000;

/** `PUT /api/v1/artifacts/by-name/{name}`: a file as the body, of any type, streamed to the store. A scope of its own for that. */
export function registerArtifactUploads(
  app: FastifyInstance,
  environment: Environment,
  store: BlobStore,
  limits: UploadLimits,
): void {
  const upload = async (ctx: Context, request: FastifyRequest, key: string | null) => {
    const { name, options, announced } = askedOf(request);
    if (options.host !== undefined) await requireHost(ctx, options.host);
    const limit = await limitFor(ctx, limits);
    if (Number(request.headers["content-length"] ?? 0) > limit.maxBytes) throw limit.refusal();
    // A request without a body has an empty file.
    const body = request.body instanceof Readable ? request.body : Readable.from([]);
    await using staged = await store.stage(pacedBody(body, limit));
    requireDigest(announced, staged.sha256);
    const asked = canonicalize(["artifacts.upload", name, options]) ?? "";
    const fingerprint = createHash("sha256").update(asked).update(staged.sha256).digest();
    const keyed = { ...ctx, idempotency: key === null ? null : { key, fingerprint } };
    return await uploadArtifact(keyed, { name, options, staged, quotas: limits.quotas });
  };
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const incoming = requestContext(environment, request);
    const ctx = await permitted(incoming, "artifacts.upload");
    const artifact = await upload(ctx, request, incoming.idempotencyKey).catch((error: unknown) => {
      ctx.observer?.uploadEnded?.(isRefusal(error) ? "refused" : "failed", 0);
      throw error;
    });
    ctx.observer?.uploadEnded?.("completed", artifact.sizeBytes);
    reply.code(201).headers({ location: `/api/v1/artifacts/${artifact.id}`, etag: `"${artifact.revision}"` });
    return artifact;
  };
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    const options = { handlerTimeout: handlerTimeoutMilliseconds, bodyLimit: limits.maxBytes };
    scope.put("/api/v1/artifacts/by-name/:name", options, handle);
  });
}

/** Whether an upload ended for a reason that lies with its sender. */
function isRefusal(error: unknown): boolean {
  if (error instanceof TransportError) return true;
  const code = asDomainError(error)?.code;
  return code !== undefined && code !== "unavailable" && code !== "storage_full";
}

/** Throws `invalid` or `malformed` before a byte of the body is taken. */
function askedOf(request: FastifyRequest) {
  const name = fieldOf("name", artifactName, (request.params as { name: string }).name);
  return { name, options: queryOf(uploadOptions, request), announced: announcedDigest(request.headers) };
}

async function limitFor(ctx: Context, { maxBytes, quotas }: UploadLimits) {
  const room = await roomFor(ctx, askingUserId(ctx.actor), quotas);
  if (room.bytes < maxBytes) return { maxBytes: room.bytes, refusal: room.refusal };
  return { maxBytes, refusal: () => tooLarge(`A file may have ${maxBytes / 1_048_576} MiB.`) };
}
