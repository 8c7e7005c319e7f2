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
  const schema = inputOf(route.procedure);
  const version = route.ifMatch ? { version: versionOf(request) } : {};
  const apart = new Set([...Object.keys(parameters), ...Object.keys(version)]);
  if (route.method === "GET" || route.method === "DELETE") {
    const query = typedQuery(schema, request.query as Record<string, unknown>);
    return schema ? { ...fieldsOf(query, "query", apart), ...parameters, ...version } : undefined;
  }
  if (route.method === "PATCH") return { changes: request.body, ...parameters, ...version };
  return apart.size > 0 ? { ...fieldsOf(request.body ?? {}, "body", apart), ...parameters, ...version } : request.body;
}

/**
 * The fields of a body or a query string beside what a request says elsewhere, which no field may say again: such a field gets
 * a name that the schema does not know and refuses, and so does a body that has no fields.
 */
function fieldsOf(source: unknown, place: "body" | "query", apart: ReadonlySet<string>): Record<string, unknown> {
  if (typeof source !== "object" || source === null || Array.isArray(source)) return { [place]: source };
  const fields = Object.entries(source as Record<string, unknown>);
  return Object.fromEntries(fields.map(([name, value]) => [apart.has(name) ? `${place}.${name}` : name, value]));
}

/** The version in `If-Match: "7"`, or undefined where there is none. A weak or foreign tag can never match. */
function versionOf(request: FastifyRequest): number | undefined {
  const tag = request.headers["if-match"];
  if (tag === undefined) return undefined;
  const version = /^"(\d{1,15})"$/.exec(tag)?.[1];
  if (version === undefined) throw malformed('If-Match is the ETag of what you read, such as "7".');
  return Number(version);
}

/** The version of an artifact is its name's; what counts its edits is the revision. */
function withVersion(reply: FastifyReply, result: unknown): FastifyReply {
  if (typeof result !== "object" || result === null) return reply;
  const version = "revision" in result ? result.revision : "version" in result ? result.version : undefined;
  return typeof version === "number" ? reply.header("etag", `"${version}"`) : reply;
}
