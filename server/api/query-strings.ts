import * as z from "zod";
import type { $ZodType, $ZodTypes } from "zod/v4/core";

type Shape = Record<string, $ZodType>;

/**
 * Gives the texts of a query string the types that a schema asks for, without touching the schema, which parses tRPC's typed
 * input as well. A text that is none of the type is passed on as it is, for the schema to refuse.
 */
export function typedQuery(schema: z.ZodType | undefined, query: Record<string, unknown>): Record<string, unknown> {
  const shape: Shape = schema instanceof z.ZodObject ? schema.shape : {};
  const schemaOf = (name: string) => (Object.hasOwn(shape, name) ? shape[name] : undefined);
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, typed(schemaOf(name), value)]));
}

function typed(schema: $ZodType | undefined, value: unknown): unknown {
  const inner = schema && innermost(schema as $ZodTypes);
  if (inner?.def.type === "array") return [value].flat();
  if (typeof value !== "string") return value;
  if (inner?.def.type === "number") return /^-?\d+$/.test(value) ? Number(value) : value;
  if (inner?.def.type === "boolean") return value === "true" ? true : value === "false" ? false : value;
  return value;
}

function innermost(schema: $ZodTypes): { def: { type: string } } {
  const { def } = schema._zod;
  if (def.type === "optional" || def.type === "default" || def.type === "nullable")
    return innermost(def.innerType as $ZodTypes);
  return { def };
}
