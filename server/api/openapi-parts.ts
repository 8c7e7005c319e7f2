import * as z from "zod";
import { numbers } from "@/server/domain/numbers";

export type Json = Record<string, unknown>;

export const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" });
  return rest;
};

export const jsonBody = (schema: Json) => ({ content: { "application/json": { schema } } });

export const problemAnswer = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

const told = (description: string) => ({ description, schema: { type: "string" } });

/** Whoever asks for too much. */
export const limitedAnswer = {
  ...problemAnswer,
  description: `More calls than one user or API token may send in ${numbers.limits.windowSeconds} seconds`,
  headers: {
    RateLimit: told('What is left, and for how many seconds: "reads";r=57;t=31.'),
    "RateLimit-Policy": told('How much there is in how many seconds: "reads";q=1000;w=60.'),
    "Retry-After": told("The seconds after which calls are answered again."),
  },
};

export const header = (name: string, description: string, required: boolean) => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string" },
});

export const idempotencyKey = header(
  "Idempotency-Key",
  `The same key gives the same answer for ${numbers.requests.idempotencyKeyHours} hours.`,
  false,
);

/** A parameter of a path or a query string; one that takes several values is repeated. */
export function parameter(name: string, place: "path" | "query", required: boolean, schema: Json): Json {
  const repeated = schema.type === "array" ? { style: "form", explode: true } : {};
  return { name, in: place, required, ...repeated, schema };
}
