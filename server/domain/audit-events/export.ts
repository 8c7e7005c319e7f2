import { asc, sql } from "drizzle-orm";
import { auditEvents, auditLeaves } from "@/db/schema";
import { matching } from "@/server/domain/audit-rows/matching";
import { type AuditEventRow, auditEventColumns } from "@/server/domain/audit-rows/select";
import type { Context } from "@/server/domain/context";
import { csvLine } from "@/server/domain/csv/line";
import { type ExportFormat, type OpenedExport, openExport } from "@/server/domain/exports/open";
import { toItem } from "./queries";
import { withinReach } from "./rules";
import type { AuditEventFilter, AuditEventItem } from "./schema";

/** The columns of a CSV file, and what an event has in each. */
const csvColumns: Record<string, (event: AuditEventItem) => string | null> = {
  id: ({ id }) => id,
  occurred_at: ({ occurredAt }) => occurredAt,
  actor_kind: ({ actor }) => actor.kind,
  actor_id: ({ actor }) => actor.id,
  actor_label: ({ actor }) => actor.label,
  action: ({ action }) => action,
  subject_type: ({ subject }) => subject.type,
  subject_id: ({ subject }) => subject.id,
  subject_label: ({ subject }) => subject.label,
  before: ({ before }) => before && JSON.stringify(before),
  after: ({ after }) => after && JSON.stringify(after),
  reason: ({ reason }) => reason,
  ip: ({ ip }) => ip,
  user_agent: ({ userAgent }) => userAgent,
  request_id: ({ requestId }) => requestId,
  batch_id: ({ batchId }) => batchId,
  leaf_index: ({ leafIndex }) => (leafIndex === null ? null : String(leafIndex)),
};

const csvCells = Object.values(csvColumns);

const formats: Record<ExportFormat, { head: string; textOf: (event: AuditEventItem) => string }> = {
  csv: {
    head: csvLine(Object.keys(csvColumns)),
    textOf: (event) => csvLine(csvCells.map((cellOf) => cellOf(event))),
  },
  ndjson: { head: "", textOf: (event) => `${JSON.stringify(event)}\n` },
};

/**
 * The events that match, the oldest first, as CSV or, in the shape of the API, as NDJSON. The export is an event itself, which
 * is not among them. Throws what `openExport` throws.
 */
export async function exportAuditEvents(
  ctx: Context,
  filter: AuditEventFilter,
  format: ExportFormat,
): Promise<OpenedExport> {
  const filters = withinReach(filter, ctx.now());
  const { head, textOf } = formats[format];
  return openExport(ctx, {
    permission: "audit-events.read",
    count: (db) => db.$count(auditEvents, matching(filters)),
    query: ctx.db
      .select({ ...auditEventColumns, leafIndex: leafIndexOfEvent.as("leaf_index") })
      .from(auditEvents)
      .where(matching(filters))
      .orderBy(asc(auditEvents.occurredAt), asc(auditEvents.id))
      .getSQL(),
    head,
    textOf: (row) => textOf(toItem(fromDriver(row), row.leaf_index === null ? null : Number(row.leaf_index))),
    eventOf: (rows) => ({
      action: "audit-events.exported",
      subject: { type: "export", id: null, label: rows === 1 ? "1 audit event" : `${rows} audit events` },
      after: { format, rows, ...(Object.keys(filters).length > 0 && { filters }) },
    }),
  });
}

const leafIndexOfEvent = sql<string | null>`(
  select ${auditLeaves.leafIndex} from ${auditLeaves} where ${auditLeaves.eventId} = ${auditEvents.id}
)`;

const columns = Object.entries(auditEventColumns);

function fromDriver(row: Record<string, unknown>): AuditEventRow {
  const values = columns.map(([name, column]) => {
    const value = row[column.name];
    return [name, value === null ? null : column.mapFromDriverValue(value)];
  });
  return Object.fromEntries(values) as AuditEventRow;
}
