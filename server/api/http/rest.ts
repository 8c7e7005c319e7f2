import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { toProblem } from "@/server/api/problems";
import { inputOf, procedureOf } from "@/server/api/procedures";
import { typedQuery } from "@/server/api/query-strings";
import { requestContext } from "@/server/api/request-context";
import { type RestRoute, restTable } from "@/server/api/rest";
import { createCaller } from "@/server/api/root";
import type { Environment } from "@/server/domain/context";
import { DomainError, invalid, malformed, notFound } from "@/server/domain/errors";

/** Serves the table of REST routes, each by calling the procedure that the pages call. */
export function registerRest(app: FastifyInstance, environment: Environment): void {
  for (const route of restTable) {
    app.route({
      method: route.method,
      url: `/api/v1${route.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
      handler: async (request, reply) => {
        const result = await call(route, environment, request).catch((error: unknown) => {
          throw inTermsOf(route, error, request.id);
        });
        return withVersion(reply, result).code(route.status).send(result);
      },
    });
  }
}

async function call(route: RestRoute, environment: Environment, request: FastifyRequest): Promise<unknown> {
  const caller = createCaller(requestContext(environment, request));
  return procedureOf(caller, route.procedure)(inputFrom(route, request));
}

/**
 * An invalid input as the one who sent the request sees it: a path that names nothing, a query string that cannot be read, or a
 * body, whose fields have no `changes.` before them.
 */
function inTermsOf(route: RestRoute, error: unknown, requestId: string): unknown {
  const { code, detail, errors = [] } = toProblem(error, requestId);
  if (code !== "invalid") return error;
  if (errors.some(({ path }) => route.path.includes(`{${path}}`))) return notFound("page");
  if (route.method === "GET") return new DomainError("malformed", detail, { errors });
  return invalid(
    detail,
    errors.map((fault) => (route.ifMatch ? { ...fault, path: fault.path.replace(/^changes\.?/, "") } : fault)),
  );
}

function inputFrom(route: RestRoute, request: FastifyRequest): unknown {
  const parameters = request.params as Record<string, string>;
  const body = request.body === undefined || request.body === null ? {} : request.body;
  if (route.ifMatch) {
    const changes = route.method === "PATCH" ? { changes: request.body } : body;
    return { ...parameters, ...changes, version: versionOf(request) };
  }
  if (route.method === "GET") {
    const input = { ...parameters, ...typedQuery(inputOf(route.procedure), request.query as Record<string, unknown>) };
    return inputOf(route.procedure) ? input : undefined;
  }
  return route.path.includes("{") ? { ...body, ...parameters } : request.body;
}

/** The version in `If-Match: "7"`, or undefined where there is none. A weak or foreign tag can never match. */
function versionOf(request: FastifyRequest): number | undefined {
  const tag = request.headers["if-match"];
  if (tag === undefined) return undefined;
  const version = /^"(\d{1,15})"$/.exec(tag)?.[1];
  if (version === undefined) throw malformed('If-Match is the ETag of what you read, such as "7".');
  return Number(version);
}

function withVersion(reply: FastifyReply, result: unknown): FastifyReply {
  const isVersioned = typeof result === "object" && result !== null && "version" in result;
  return isVersioned ? reply.header("etag", `"${String(result.version)}"`) : reply;
}
