import type { FastifyRequest } from "fastify";
import type * as z from "zod";
import { toProblem } from "@/server/api/problems";
import { typedQuery } from "@/server/api/query-strings";
import { DomainError, invalid } from "@/server/domain/errors";

/** The query string of a request, as a schema has it. Throws `malformed`. */
export function queryOf<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const parsed = schema.safeParse(typedQuery(schema, request.query as Record<string, unknown>));
  if (parsed.success) return parsed.data;
  const { detail, errors = [] } = toProblem(parsed.error, request.id);
  throw new DomainError("malformed", detail, { errors });
}

/** One value of a request, as a schema has it. Throws `invalid`, naming it so. */
export function fieldOf<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ message }) => ({ path, message }));
  throw invalid("Some fields are not valid.", errors);
}
