import * as z from "zod";
import { build } from "@/server/build";
import { hostImportResult } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";
import { problemKinds } from "./problems";
import { inputOf } from "./procedures";
import { type RestRoute, restTable } from "./rest";

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" });
  return rest;
};

const jsonBody = (schema: Json) => ({ content: { "application/json": { schema } } });
const problem = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
const header = (name: string, description: string, required: boolean) => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string" },
});

/** The OpenAPI 3.1 document of everything below /api/v1, made from the schemas that the server parses with. */
export function openApiDocument() {
  const paths: Record<string, Json> = {};
  for (const route of restTable) {
    paths[`/api/v1${route.path}`] = {
      ...paths[`/api/v1${route.path}`],
      [route.method.toLowerCase()]: operationOf(route),
    };
  }
  paths["/api/v1/hosts/import"] = { post: importOperation };
  return {
    openapi: "3.1.0",
    info: { title: "OpsDesk", version: build.version, description: "Hosts, artifacts and audit events." },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { cookie: { type: "apiKey", in: "cookie", name: "__Host-opsdesk" } },
    },
    security: [{ cookie: [] }],
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
    ...bodyOf(route, schema),
    responses: {
      [route.status]: { description: "Done", ...jsonBody(schemaOf(route.returns, "output")) },
      default: problem,
    },
  };
}

const idempotencyKey = header(
  "Idempotency-Key",
  `The same key gives the same answer for ${numbers.requests.idempotencyKeyHours} hours.`,
  false,
);

function headersOf(route: RestRoute): Json[] {
  if (route.ifMatch)
    return [header("If-Match", "The ETag of what you read; 428 without, 412 when it has changed.", true)];
  return route.method === "POST" ? [idempotencyKey] : [];
}

function bodyOf(route: RestRoute, schema: Json | undefined): Json {
  if (route.method === "GET" || !schema) return {};
  const body = route.ifMatch ? ((schema.properties as Json).changes as Json) : schema;
  return { requestBody: { required: true, ...jsonBody(body) } };
}

const importOperation = {
  operationId: "hosts.import",
  summary: "Import hosts from CSV",
  tags: ["hosts"],
  parameters: [idempotencyKey],
  requestBody: { required: true, content: { "text/csv": { schema: { type: "string" } } } },
  responses: {
    200: { description: "Good rows were written, in one batch", ...jsonBody(schemaOf(hostImportResult, "output")) },
    default: problem,
  },
};

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
  }),
  "output",
);
