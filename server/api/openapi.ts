import * as z from "zod";
import { build } from "@/server/build";
import {
  header,
  idempotencyKey,
  type Json,
  jsonBody,
  limitedAnswer,
  parameter,
  problemAnswer,
  schemaOf,
} from "./openapi-parts";
import { plainOperations } from "./plain-operations";
import { problemKinds } from "./problems";
import { inputOf } from "./procedures";
import { cookieName } from "./request-context";
import { type RestRoute, restTable } from "./rest";

/** The OpenAPI 3.1 document of everything below /api/v1, made from the schemas that the server parses with. */
export function openApiDocument() {
  const paths: Record<string, Json> = { ...plainOperations };
  for (const route of restTable) {
    paths[`/api/v1${route.path}`] = {
      ...paths[`/api/v1${route.path}`],
      [route.method.toLowerCase()]: operationOf(route),
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "OpsDesk", version: build.version, description: "Hosts, artifacts and audit events." },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API token (odk_…) or an access token." },
        cookie: { type: "apiKey", in: "cookie", name: cookieName },
      },
    },
    security: [{ bearer: [] }, { cookie: [] }],
  };
}

function operationOf(route: RestRoute): Json {
  const input = inputOf(route.procedure);
  const schema = input ? schemaOf(input, "input") : undefined;
  const inPath = new Set(Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, name]) => name));
  const properties = Object.entries((schema?.properties ?? {}) as Record<string, Json>);
  const required = new Set(schema?.required as string[] | undefined);
  const rest = properties.filter(([name]) => !inPath.has(name) && !(route.ifMatch && name === "version"));
  const isQuery = route.method === "GET" || route.method === "DELETE";
  const parameters = [
    ...properties.filter(([name]) => inPath.has(name)).map(([name, type]) => parameter(name, "path", true, type)),
    ...(isQuery ? rest.map(([name, type]) => parameter(name, "query", required.has(name), type)) : []),
  ];
  return {
    operationId: route.procedure,
    summary: route.summary,
    tags: [route.path.split("/")[1]],
    parameters: [...parameters, ...headersOf(route)],
    ...(!isQuery && schema && rest.length > 0 && bodyOf(route, schema, Object.fromEntries(rest))),
    responses: {
      [route.status]: { description: "Done", ...jsonBody(schemaOf(route.returns, "output")) },
      429: limitedAnswer,
      default: problemAnswer,
    },
  };
}

function headersOf({ method, ifMatch }: RestRoute): Json[] {
  const version = header("If-Match", "The ETag of what you read; 428 without, 412 when it has changed.", true);
  return [...(ifMatch ? [version] : []), ...(ifMatch || method === "POST" ? [idempotencyKey] : [])];
}

/** What of an input is in neither the path nor a header; a request that has nothing more takes no body. */
function bodyOf(route: RestRoute, schema: Json, properties: Record<string, Json>): Json {
  if (route.method === "PATCH") return { requestBody: { required: true, ...jsonBody(properties.changes ?? {}) } };
  const required = ((schema.required ?? []) as string[]).filter((name) => Object.hasOwn(properties, name));
  const { required: _, ...rest } = schema;
  const body = { ...rest, properties, ...(required.length > 0 && { required }) };
  return { requestBody: { required: required.length > 0, ...jsonBody(body) } };
}

const problemSchema = schemaOf(
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(problemKinds)),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    current: z.unknown().optional(),
    retryAfterSeconds: z.int().optional(),
  }),
  "output",
);
