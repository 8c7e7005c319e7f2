import type { FastifyInstance, FastifyReply } from "fastify";
import type * as z from "zod";
import { permitted } from "@/server/api/permitted";
import { requestContext } from "@/server/api/request-context";
import { exportAuditEvents } from "@/server/domain/audit-events/export";
import { auditEventFilter } from "@/server/domain/audit-events/schema";
import type { Context, Environment } from "@/server/domain/context";
import type { ExportFormat, OpenedExport } from "@/server/domain/exports/open";
import { exportHosts } from "@/server/domain/hosts/export";
import { hostFilter } from "@/server/domain/hosts/schema";
import { numbers } from "@/server/domain/numbers";
import type { Permission } from "@/server/domain/permissions";
import { endWithoutAccess } from "./export-access";
import { queryOf } from "./query";

/** A reader that takes what it asked for is not hurried, so this only ends what hangs. */
const handlerTimeoutMilliseconds = 24 * 3_600_000;

const contentTypes: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
};

type Exported<Filter> = {
  noun: string;
  permission: Permission;
  filter: z.ZodType<Filter>;
  open: (ctx: Context, filter: Filter, format: ExportFormat) => Promise<OpenedExport>;
};

/** `GET /api/v1/hosts/export.csv` and `export.ndjson`, with the filters of the list; for audit events likewise. */
export function registerExports(app: FastifyInstance, environment: Environment): void {
  registerExport(app, environment, {
    noun: "hosts",
    permission: "hosts.read",
    filter: hostFilter,
    open: exportHosts,
  });
  registerExport(app, environment, {
    noun: "audit-events",
    permission: "audit-events.read",
    filter: auditEventFilter,
    open: exportAuditEvents,
  });
}

function registerExport<Filter>(
  app: FastifyInstance,
  environment: Environment,
  { noun, permission, filter, open }: Exported<Filter>,
): void {
  for (const format of ["csv", "ndjson"] as const) {
    // A HEAD would be an event, and nothing exported.
    const options = { handlerTimeout: handlerTimeoutMilliseconds, exposeHeadRoute: false };
    app.get(`/api/v1/${noun}/export.${format}`, options, async (request, reply) => {
      const ctx = await permitted(requestContext(environment, request), permission);
      const opened = await open(ctx, queryOf(filter, request), format);
      endWithoutAccess(environment, { request, ctx, permission }, opened);
      cutOffIdle(reply);
      const day = environment.now().toISOString().slice(0, 10);
      return reply
        .type(contentTypes[format])
        .header("content-disposition", `attachment; filename="${noun}-${day}.${format}"`)
        .header("opsdesk-rows", opened.rows)
        .send(opened.body);
    });
  }
}

/** Ends the connection of a reader that takes nothing. A body that breaks off ends it too, so that it cannot look complete. */
export function cutOffIdle({ raw }: FastifyReply): void {
  raw.setTimeout(1_000 * numbers.exports.idleTimeoutSeconds, () => raw.destroy());
}
