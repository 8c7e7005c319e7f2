import type { FastifyInstance, FastifyRequest } from "fastify";
import { toProblem } from "@/server/api/problems";
import { typedQuery } from "@/server/api/query-strings";
import type { Environment } from "@/server/domain/context";
import { DomainError } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { importUsers } from "@/server/domain/users/import";
import * as schema from "@/server/domain/users/schema";
import { registerCsvImport } from "./csv-imports";

/** `POST /api/v1/users/import?dryRun=true`, and with `previewId` what that has shown. */
export function registerUserImports(app: FastifyInstance, environment: Environment): void {
  registerCsvImport(app, environment, {
    noun: "users",
    permission: "users.write",
    maxBytes: numbers.requests.jsonBodyBytes,
    optionsOf,
    importFile: importUsers,
  });
}

function optionsOf(request: FastifyRequest): schema.ImportUsers {
  const query = typedQuery(schema.importUsers, request.query as Record<string, unknown>);
  const parsed = schema.importUsers.safeParse(query);
  if (parsed.success) return parsed.data;
  const { detail, errors = [] } = toProblem(parsed.error, request.id);
  throw new DomainError("malformed", detail, { errors });
}
