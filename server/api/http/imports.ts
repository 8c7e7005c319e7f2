import type { FastifyInstance } from "fastify";
import type { Environment } from "@/server/domain/context";
import { importHosts } from "@/server/domain/hosts/import";
import { registerCsvImport } from "./csv-imports";

type Limits = { maxImportBytes: number };

/** `POST /api/v1/hosts/import` */
export function registerImports(app: FastifyInstance, environment: Environment, { maxImportBytes }: Limits): void {
  registerCsvImport(app, environment, {
    noun: "hosts",
    permission: "hosts.write",
    maxBytes: maxImportBytes,
    optionsOf: () => null,
    importFile: importHosts,
  });
}
