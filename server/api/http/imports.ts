import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { TransportError } from "@/server/api/problems";
import { actingContext, type Environment, requestContext } from "@/server/api/request-context";
import { requirePermission } from "@/server/domain/context";
import { importHosts } from "@/server/domain/hosts/import";
import { withSpooledBody } from "./spool";

/** A body that comes slowly but steadily is bounded by its pace and its size, so this only ends what hangs. */
const handlerTimeoutMilliseconds = 24 * 3_600_000;

type Limits = { maxImportBytes: number };

/** `POST /api/v1/hosts/import`: CSV, streamed. A scope of its own, because here a CSV is a stream, and nothing else is taken. */
export function registerImports(app: FastifyInstance, environment: Environment, { maxImportBytes }: Limits): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("text/csv", (_request, payload, done) => done(null, payload));
    scope.post(
      "/api/v1/hosts/import",
      { handlerTimeout: handlerTimeoutMilliseconds, bodyLimit: maxImportBytes },
      async (request) => {
        const incoming = requestContext(environment, request);
        const ctx = await actingContext(incoming);
        requirePermission(ctx.actor, "hosts.write");
        if (!(request.body instanceof Readable)) {
          throw new TransportError(
            "unsupported_media_type",
            "Send the file as the body, with the content type text/csv.",
          );
        }
        return withSpooledBody(request.body, { maxBytes: maxImportBytes }, ({ open, sha256 }) => {
          const key = incoming.idempotencyKey;
          const fingerprint = createHash("sha256").update("hosts.import").update(sha256).digest();
          return importHosts({ ...ctx, idempotency: key === null ? null : { key, fingerprint } }, { open });
        });
      },
    );
  });
}
