import type { FastifyInstance, FastifyReply } from "fastify";
import { permitted } from "@/server/api/permitted";
import { requestContext } from "@/server/api/request-context";
import type { Context, Environment } from "@/server/domain/context";
import { template } from "@/server/domain/host-csv/template";
import { rejectLines } from "@/server/domain/host-import/reject-lines";
import {
  type HostImportResult,
  type ImportHosts,
  importHosts as importOptions,
} from "@/server/domain/host-import/schema";
import { applyPreview, findRejects, importHosts, previewImport } from "@/server/domain/hosts/import";
import { asAttachment, sendDownload, type Troubles } from "./downloads";
import { registerFileImport, type SentFile } from "./file-imports";

type Options = Troubles & { maxImportBytes: number };

/**
 * `POST /api/v1/hosts/import`, with `?dryRun=true` and `?previewId=…`; a dry run that is asked for CSV gives the rejects, all of
 * them. And a file to begin with.
 */
export function registerImports(
  app: FastifyInstance,
  environment: Environment,
  { maxImportBytes, ...troubles }: Options,
): void {
  registerFileImport(app, environment, {
    noun: "hosts",
    permission: "hosts.write",
    contentTypes: ["text/csv", "application/x-ndjson"],
    maxBytes: maxImportBytes,
    options: importOptions,
    importFile: (ctx, file, options, reply) => importFile(ctx, file, options, reply, troubles),
  });
  app.get("/api/v1/hosts/import/template.csv", async (request, reply) => {
    await permitted(requestContext(environment, request), "hosts.write");
    return asAttachment(reply, "hosts.csv", "text/csv; charset=utf-8").send(template);
  });
}

function importFile(
  ctx: Context,
  sent: SentFile,
  { dryRun, previewId, fileName: name, columns }: ImportHosts,
  reply: FastifyReply,
  troubles: Troubles,
): Promise<unknown> {
  const format = sent.contentType === "text/csv" ? ("csv" as const) : ("ndjson" as const);
  const file = { open: sent.open, sha256: sent.sha256, format, name };
  if (previewId !== undefined) return observingRows(ctx, applyPreview(ctx, file, { previewId }));
  if (!dryRun) return observingRows(ctx, importHosts(ctx, file, { columns }));
  if (!reply.request.headers.accept?.includes("text/csv")) return previewImport(ctx, file, { columns });
  const chunks = rejectLines(findRejects(ctx, file, { columns }));
  return sendDownload(reply, { name: "rejects.csv", contentType: "text/csv; charset=utf-8", chunks }, troubles);
}

async function observingRows(ctx: Context, importing: Promise<HostImportResult>): Promise<HostImportResult> {
  const result = await importing;
  const { created, updated, unchanged, rejectedCount: rejected } = result;
  ctx.observer?.rowsImported?.({ created, updated, unchanged, rejected });
  return result;
}
