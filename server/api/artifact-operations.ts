import { artifact, artifactName, uploadOptions } from "@/server/domain/artifacts/schema";
import { header, idempotencyKey, type Json, jsonBody, parameter, problemAnswer, schemaOf } from "./openapi-parts";

const bytes = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };

const options = Object.entries((schemaOf(uploadOptions, "input").properties ?? {}) as Record<string, Json>);

const digest = header(
  "Content-Digest",
  "The SHA-256 of the body (RFC 9530), such as sha-256=:…:; one that is not that of the body is refused.",
  false,
);

/** The operations that take and give the bytes of artifacts. */
export const artifactOperations: Record<string, { put: Json } | { get: Json }> = {
  "/api/v1/artifacts/by-name/{name}": {
    put: {
      operationId: "artifacts.upload",
      summary: "Upload a file as the next version of a name",
      tags: ["artifacts"],
      parameters: [
        parameter("name", "path", true, schemaOf(artifactName, "input")),
        ...options.map(([name, schema]) => parameter(name, "query", false, schema)),
        digest,
        idempotencyKey,
      ],
      requestBody: { required: true, content: bytes },
      responses: {
        201: { description: "Kept, and on the disk", ...jsonBody(schemaOf(artifact, "output")) },
        default: problemAnswer,
      },
    },
  },
  "/api/v1/artifacts/{id}/content": {
    get: {
      operationId: "artifacts.download",
      summary: "Download an artifact, whole or in parts",
      tags: ["artifacts"],
      parameters: [
        parameter("id", "path", true, { type: "string", format: "uuid" }),
        header("Range", "Parts of the file, such as bytes=0-1023.", false),
        header("If-None-Match", "The ETag of what is there already: 304 where it is the same.", false),
      ],
      responses: {
        200: { description: "All bytes; the ETag is their SHA-256", content: bytes },
        206: { description: "The parts that were asked for", content: bytes },
        default: problemAnswer,
      },
    },
  },
};
