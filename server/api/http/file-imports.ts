import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import canonicalize from "canonicalize";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type * as z from "zod";
import { permitted } from "@/server/api/permitted";
import { TransportError } from "@/server/api/problems";
import { requestContext } from "@/server/api/request-context";
import type { Context, Environment } from "@/server/domain/context";
import type { Permission } from "@/server/domain/permissions";
import { queryOf } from "./query";
import { type Spooled, withSpooledBody } from "./spool";

/** What comes or goes slowly but steadily is bounded by its pace and its size, so this only ends what hangs. */
const handlerTimeoutMilliseconds = 24 * 3_600_000;

/** A file that was sent as the body of a request, with its content type, such as text/csv. */
export type SentFile = Spooled & { contentType: string };

type FileImport<Options> = {
  noun: "hosts" | "users";
  permission: Permission;
  contentTypes: readonly string[];
  maxBytes: number;
  /** What may be asked for besides the file, in the query string. */
  options: z.ZodType<Options>;
  /** Gives what is answered; nothing where it has answered itself. */
  importFile: (ctx: Context, file: SentFile, options: Options, reply: FastifyReply) => Promise<unknown>;
};

/** `POST /api/v1/<noun>/import`: a file, streamed. A scope of its own, because here a file is a stream, and nothing else is taken. */
export function registerFileImport<Options>(
  app: FastifyInstance,
  environment: Environment,
  { noun, permission, contentTypes, maxBytes, options: schema, importFile }: FileImport<Options>,
): void {
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const incoming = requestContext(environment, request);
    const ctx = await permitted(incoming, permission);
    const options = queryOf(schema, request);
    if (!(request.body instanceof Readable)) {
      const types = contentTypes.join(" or ");
      throw new TransportError("unsupported_media_type", `Send the file as the body, with the content type ${types}.`);
    }
    return withSpooledBody(request.body, { maxBytes }, async (spooled) => {
      const key = incoming.idempotencyKey;
      const contentType = contentTypeOf(request);
      const asked = canonicalize([`${noun}.import`, options, contentType]) ?? "";
      const fingerprint = createHash("sha256").update(asked).update(spooled.sha256).digest();
      const keyed = { ...ctx, idempotency: key === null ? null : { key, fingerprint } };
      return (await importFile(keyed, { ...spooled, contentType }, options, reply)) ?? reply;
    });
  };
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser([...contentTypes], (_request, payload, done) => done(null, payload));
    const limits = { handlerTimeout: handlerTimeoutMilliseconds, bodyLimit: maxBytes };
    scope.post(`/api/v1/${noun}/import`, limits, handle);
  });
}

const contentTypeOf = ({ headers }: FastifyRequest) =>
  headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
