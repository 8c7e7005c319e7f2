import type { FastifyInstance } from "fastify";
import type { Environment } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { importUsers } from "@/server/domain/users/import";
import * as schema from "@/server/domain/users/schema";
import { registerFileImport } from "./file-imports";

const countsOf = ({ created, updated, unchanged, rejected }: schema.UserImportResult) => ({
  created: created.length,
  updated: updated.length,
  unchanged,
  rejected: new Set(rejected.map(({ record }) => record)).size,
});

/** `POST /api/v1/users/import?dryRun=true`, and with `previewId` what that has shown. */
export function registerUserImports(app: FastifyInstance, environment: Environment): void {
  registerFileImport(app, environment, {
    noun: "users",
    permission: "users.write",
    contentTypes: ["text/csv"],
    maxBytes: numbers.requests.jsonBodyBytes,
    options: schema.importUsers,
    importFile: async (ctx, file, options) => {
      const result = await importUsers(ctx, file, options);
      if (!options.dryRun) ctx.observer?.rowsImported?.(countsOf(result));
      return result;
    },
  });
}
