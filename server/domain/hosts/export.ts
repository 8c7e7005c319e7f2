import { asc, sql } from "drizzle-orm";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { csvLine } from "@/server/domain/csv/line";
import { type ExportFormat, type OpenedExport, openExport } from "@/server/domain/exports/open";
import { type FieldValue, textOf } from "@/server/domain/host-csv/row";
import { columns } from "@/server/domain/host-csv/schema";
import { matching } from "@/server/domain/host-rows/matching";
import { hostColumns } from "@/server/domain/host-rows/select";
import { type HostFilter, registerHost } from "./schema";

type Row = Record<string, unknown>;

/** The fields that an import takes, and how the database calls them. */
const fields = Object.keys(registerHost.shape) as (keyof typeof registerHost.shape)[];
const named = fields.map((field) => [field, hostColumns[field].name] as const);

/** As import reads them; the columns of a CSV are called what the database calls them. */
const formats: Record<ExportFormat, { head: string; textOf: (row: Row) => string }> = {
  csv: { head: csvLine(columns), textOf: (row) => csvLine(columns.map((column) => textOf(row[column] as FieldValue))) },
  ndjson: {
    head: "",
    textOf: (row) => `${JSON.stringify(Object.fromEntries(named.map(([field, name]) => [field, row[name]])))}\n`,
  },
};

/** Rows come as the driver reads them, which knows lists of JSON, but not PostgreSQL's own. */
const tagList = sql`to_jsonb(${hosts.tags})`.as(hosts.tags.name);

/**
 * The hosts that match, by hostname, as CSV or NDJSON: what import reads, so that importing an export changes nothing. The export
 * is an event. Throws what `openExport` throws.
 */
export async function exportHosts(ctx: Context, filters: HostFilter, format: ExportFormat): Promise<OpenedExport> {
  const selected = { ...Object.fromEntries(fields.map((field) => [field, hosts[field]])), tags: tagList };
  return openExport(ctx, {
    permission: "hosts.read",
    count: (db) => db.$count(hosts, matching(filters)),
    query: ctx.db
      .select(selected)
      .from(hosts)
      .where(matching(filters))
      .orderBy(asc(hosts.hostname), asc(hosts.id))
      .getSQL(),
    ...formats[format],
    eventOf: (rows) => ({
      action: "hosts.exported",
      subject: { type: "export", id: null, label: rows === 1 ? "1 host" : `${rows} hosts` },
      after: { format, rows, ...(Object.keys(filters).length > 0 && { filters }) },
    }),
  });
}
