import type { FastifyInstance, FastifyRequest } from "fastify";
import { permitted } from "@/server/api/permitted";
import { requestContext } from "@/server/api/request-context";
import { auditEventReference } from "@/server/domain/audit-events/schema";
import { getCheckpointNote, getKeyText } from "@/server/domain/audit-tree/checkpoints";
import { getEntryBundle, getTile } from "@/server/domain/audit-tree/entries";
import { getEventProof } from "@/server/domain/audit-tree/event-proof";
import { parseTilePath } from "@/server/domain/audit-tree/tiles";
import type { Environment } from "@/server/domain/context";
import { notFound } from "@/server/domain/errors";
import { asAttachment } from "./downloads";

const text = "text/plain; charset=utf-8";
const bytes = "application/octet-stream";
/** A tile is named by what it holds: whoever has it never needs to ask again. */
const forEver = "max-age=31536000, immutable";

const restOf = (request: FastifyRequest) => (request.params as { "*": string })["*"];

/** What anybody may check the audit log by (C2SP tlog-tiles), and what only who may read it: entries, and proofs of events. */
export function registerAuditLog(app: FastifyInstance, environment: Environment): void {
  app.get("/api/v1/audit-log/checkpoint", async (_request, reply) =>
    reply.type(text).send(await getCheckpointNote(environment)),
  );
  app.get("/api/v1/audit-log/key", async (_request, reply) =>
    reply.type(text).send(`${await getKeyText(environment)}\n`),
  );
  app.get("/api/v1/audit-log/tile/*", async (request, reply) => {
    const tile = parseTilePath(restOf(request));
    if (!tile || tile.level === "entries") throw notFound("tile");
    const hashes = await getTile(environment, { ...tile, level: tile.level });
    return reply.type(bytes).header("cache-control", `public, ${forEver}`).send(hashes);
  });
  app.get("/api/v1/audit-log/tile/entries/*", async (request, reply) => {
    const ctx = await permitted(requestContext(environment, request), "audit-events.read");
    const tile = parseTilePath(`entries/${restOf(request)}`);
    if (!tile) throw notFound("tile");
    return reply
      .type(bytes)
      .header("cache-control", `private, ${forEver}`)
      .send(await getEntryBundle(ctx, tile));
  });
  app.get("/api/v1/audit-events/:id/proof", async (request, reply) => {
    const ctx = await permitted(requestContext(environment, request), "audit-events.read");
    const reference = auditEventReference.safeParse(request.params);
    if (!reference.success) throw notFound("audit event");
    const proof = await getEventProof(ctx, reference.data);
    return asAttachment(reply, `${reference.data.id}.tlog-proof`, text).send(proof);
  });
}
