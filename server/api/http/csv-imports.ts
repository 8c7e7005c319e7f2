import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import canonicalize from "canonicalize";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { permitted } from "@/server/api/permitted";
import { TransportError } from "@/server/api/problems";
import { requestContext } from "@/server/api/request-context";
import type { Context, Environment } from "@/server/domain/context";
import type { CsvSource } from "@/server/domain/csv/records";
import type { Permission } from "@/server/domain/permissions";
import { withSpooledBody } from "./spool";

/** A body that comes slowly but steadily is bounded by its pace and its size, so this only ends what hangs. */
const handlerTimeoutMilliseconds = 24 * 3_600_000;

type CsvImport<Options> = {
  noun: "hosts" | "users";
  permission: Permission;
  maxBytes: number;
  /** What is asked for besides the file. Throws `malformed`. */
  optionsOf: (request: FastifyRequest) => Options;
  importFile: (ctx: Context, file: CsvSource, options: Options) => Promise<unknown>;
};

/** `POST /api/v1/<noun>/import`: CSV, streamed. A scope of its own, because here a CSV is a stream, and nothing else is taken. */
export function registerCsvImport<Options>(
  app: FastifyInstance,
  environment: Environment,
  { noun, permission, maxBytes, optionsOf, importFile }: CsvImport<Options>,
): void {
  const handle = async (request: FastifyRequest) => {
    const incoming = requestContext(environment, request);
    const ctx = await permitted(incoming, permission);
    const options = optionsOf(request);
    if (!(request.body instanceof Readable)) {
      throw new TransportError("unsupported_media_type", "Send the file as the body, with the content type text/csv.");
    }
    return withSpooledBody(request.body, { maxBytes }, ({ open, sha256 }) => {
      const key = incoming.idempotencyKey;
      const asked = canonicalize([`${noun}.import`, options]) ?? "";
      const fingerprint = createHash("sha256").update(asked).update(sha256).digest();
      return importFile({ ...ctx, idempotency: key === null ? null : { key, fingerprint } }, { open }, options);
    });
  };
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("text/csv", (_request, payload, done) => done(null, payload));
    const limits = { handlerTimeout: handlerTimeoutMilliseconds, bodyLimit: maxBytes };
    scope.post(`/api/v1/${noun}/import`, limits, handle);
  });
}
