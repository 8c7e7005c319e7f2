import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { permitted } from "@/server/api/permitted";
import { TransportError, toProblem } from "@/server/api/problems";
import { requestContext } from "@/server/api/request-context";
import { type Download, openDownload, recordDownload } from "@/server/domain/artifact-downloads/download";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import { isActive } from "@/server/domain/content-types/content-type";
import type { Context, Environment } from "@/server/domain/context";
import { notFound, stale } from "@/server/domain/errors";
import { DamagedBytes, markCorrupt, verified } from "@/server/domain/stored-blobs/intact";
import { noteTrouble } from "./answers";
import { attachmentNamed } from "./content-disposition";
import type { Troubles } from "./downloads";
import { cutOffIdle } from "./exports";
import { multipartOf } from "./multipart";
import { isSameRange, outcomeOf, type Representation } from "./preconditions";
import { contentRange, type Part, partsOf } from "./ranges";

type Options = Troubles & { store: BlobStore; isSentByNginx: boolean };

/** A reader that takes what it asked for is not hurried, so this only ends what hangs. */
const handlerTimeoutMilliseconds = 24 * 3_600_000;

/**
 * `GET` and `HEAD /api/v1/artifacts/{id}/content`: the bytes, whole or in parts, always as a file to save. A whole file is hashed
 * once more while it goes, and its end held back until the digest is right, so that damaged bytes never look like a whole file.
 */
export function registerArtifactContent(app: FastifyInstance, environment: Environment, options: Options): void {
  app.route({
    method: ["GET", "HEAD"],
    url: "/api/v1/artifacts/:id/content",
    handlerTimeout: handlerTimeoutMilliseconds,
    handler: async (request, reply) => {
      const ctx = await permitted(requestContext(environment, request), "artifacts.download");
      const { id } = request.params as { id: string };
      if (!z.uuid().safeParse(id).success) throw notFound("artifact");
      const download = await openDownload(ctx, options.store, { id });
      await using _ = download.blob;
      return await answer(ctx, request, reply, download, options);
    },
  });
}

async function answer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  download: Download,
  options: Options,
): Promise<FastifyReply> {
  const { artifact } = download;
  const { sizeBytes } = artifact;
  const etag = `"${artifact.sha256}"`;
  const representation: Representation = { etag, modifiedAt: new Date(artifact.uploadedAt), sizeBytes };
  const outcome = outcomeOf(request.headers, representation);
  if (outcome === "changed") throw stale("artifact", artifact);
  if (outcome === "unchanged") return reply.code(304).header("etag", etag).send();
  const { range } = request.headers;
  const ifRange = request.headers["if-range"]?.toString();
  const isHead = request.method === "HEAD";
  const parts = !isHead && isSameRange(ifRange, representation) ? partsOf(range, sizeBytes) : undefined;
  if (parts?.length === 0) {
    reply.header("content-range", `bytes */${sizeBytes}`);
    throw new TransportError("range_not_satisfiable", `This file has ${sizeBytes} bytes.`);
  }
  if (isHead) return withHeaders(reply, download, representation).header("content-length", sizeBytes).send();
  await recordDownload(ctx, artifact);
  withHeaders(reply, download, representation);
  if (options.isSentByNginx && !isConditional(request)) return sentByNginx(reply, download, options);
  return send(ctx, reply, download, parts, options);
}

function withHeaders(reply: FastifyReply, { artifact, seen }: Download, { etag, modifiedAt }: Representation) {
  return reply.headers({
    "content-type": typeOf(artifact.contentType),
    "content-disposition": attachmentNamed(artifact.name),
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "accept-ranges": "bytes",
    etag,
    "last-modified": modifiedAt.toUTCString(),
    "repr-digest": `sha-256=:${Buffer.from(seen.sha256).toString("base64")}:`,
  });
}

/** What a browser might run is bytes to it, whatever it does with attachments. */
const typeOf = (contentType: string) => (isActive(contentType) ? "application/octet-stream" : contentType);

/** nginx would judge conditions by a tag of its own. */
function isConditional({ headers }: FastifyRequest): boolean {
  const conditions = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"];
  return conditions.some((name) => headers[name] !== undefined);
}

function sentByNginx(reply: FastifyReply, { seen }: Download, { store }: Options): FastifyReply {
  return reply.header("x-accel-redirect", `/_blobs/${store.placeOf(seen.sha256)}`).send();
}

async function send(
  ctx: Context,
  reply: FastifyReply,
  { artifact, blob, seen }: Download,
  parts: Part[] | undefined,
  troubles: Troubles,
): Promise<FastifyReply> {
  const { sizeBytes } = seen;
  const read = ({ from, to }: Part) => blob.read(from, to);
  const [part, ...others] = parts ?? [];
  let chunks = part ? read(part) : verified(read({ from: 0, to: sizeBytes }), seen.sha256);
  let length = part ? part.to - part.from : sizeBytes;
  if (part) reply.code(206);
  if (part && others.length === 0) reply.header("content-range", contentRange(part, sizeBytes));
  if (parts && others.length > 0) {
    const multipart = multipartOf(parts, { sizeBytes, contentType: typeOf(artifact.contentType), read });
    reply.header("content-type", multipart.contentType);
    chunks = multipart.chunks();
    length = multipart.sizeBytes;
  }
  const body = Readable.from(chunks, { objectMode: false });
  body.on("error", (error) => {
    noteTrouble(troubles, toProblem(error, reply.request.id), error);
    if (error instanceof DamagedBytes)
      markCorrupt(ctx, seen).catch((fault: unknown) =>
        troubles.log.error({ fault }, "a damaged blob could not be marked"),
      );
  });
  cutOffIdle(reply);
  reply.header("content-length", length).send(body);
  await finished(reply.raw).catch(() => {});
  body.destroy();
  return reply;
}
