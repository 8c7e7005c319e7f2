import * as z from "zod";
import { build } from "@/server/build";
import { header, idempotencyKey, type Json, jsonBody, problemAnswer, schemaOf } from "./openapi-parts";
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
  const properties = Object.entries((schema?.properties ?? {}) as Json);
  const inPath = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const required = new Set(schema?.required as string[] | undefined);
  const isQuery = (name: string) => route.method === "GET" && !inPath.has(name);
  const parameters = properties
    .filter(([name]) => inPath.has(name) || isQuery(name))
    .map(([name, parameter]) => {
      const place = inPath.has(name) ? "path" : "query";
      return { name, in: place, required: place === "path" || required.has(name), schema: parameter };
    });
  return {
    operationId: route.procedure,
    summary: route.summary,
    tags: [route.path.split("/")[1]],
    parameters: [...parameters, ...headersOf(route)],
    ...bodyOf(route, schema, inPath),
    responses: {
      [route.status]: { description: "Done", ...jsonBody(schemaOf(route.returns, "output")) },
      default: problemAnswer,
    },
  };
}

function headersOf(route: RestRoute): Json[] {
  if (route.ifMatch)
    return [header("If-Match", "The ETag of what you read; 428 without, 412 when it has changed.", true)];
  return route.method === "POST" ? [idempotencyKey] : [];
}

/** What of an input is in neither the path nor a header; a request that has nothing more takes no body. */
function bodyOf(route: RestRoute, schema: Json | undefined, inPath: ReadonlySet<string | undefined>): Json {
  if (route.method === "GET" || !schema) return {};
  const properties = Object.entries(schema.properties as Json);
  const rest = properties.filter(([name]) => !inPath.has(name) && !(route.ifMatch && name === "version"));
  if (rest.length === 0) return {};
  const body = route.ifMatch ? ((schema.properties as Json).changes as Json) : schema;
  return { requestBody: { required: true, ...jsonBody(body) } };
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
