import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import type { Tx } from "@/db/connect";
import { isDatabaseError } from "@/db/errors";
import { preparedOnce, rowOf } from "@/db/prepared";
import { auditEvents } from "@/db/schema";
import type { WriteContext } from "@/server/domain/context";
import { unavailable } from "@/server/domain/errors";
import type { HintSet } from "@/server/domain/hints/hint";
import { numbers } from "@/server/domain/numbers";
import { type AuditRecord, canonicalBytes } from "./canonical";
import { type AuditAction, type AuditNoun, nounOf } from "./nouns";

/** What a change reports of itself; who, when and from where are added from the context. */
export type AuditEvent = {
  /** `noun.past-tense` */
  action: AuditAction;
  subject: { type: string; id: string | null; label: string };
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  reason?: string;
  /** Joins the events that are undone as one. */
  batchId?: string;
};

/** How many events of each noun. */
export type RecordedCounts = ReadonlyMap<AuditNoun, number>;

export type AuditEvents = readonly AuditEvent[] | AsyncIterable<AuditEvent>;

/** Never in the log, whatever a change reports of itself. */
const secretFields: ReadonlySet<string> = new Set([
  "password",
  "passwordHash",
  "secret",
  "secretHash",
  "token",
  "refreshToken",
  "accessToken",
  "link",
  "codes",
]);

/**
 * Writes events in the transaction of the change that they tell of, at most `numbers.audit.batchEvents` at a time.
 * Adds to `hints` what they are about, and gives how many there are. Throws `unavailable` where the log cannot be written, which
 * undoes the change.
 */
export async function recordEvents(tx: WriteContext, events: AuditEvents, hints: HintSet): Promise<RecordedCounts> {
  const counts = new Map<AuditNoun, number>();
  let batch: AuditEvent[] = [];
  for await (const event of events) {
    hints.add({ noun: event.subject.type, id: event.subject.id });
    hints.add({ noun: "audit-event", id: null });
    const noun = nounOf(event.action);
    counts.set(noun, (counts.get(noun) ?? 0) + 1);
    batch.push(event);
    if (batch.length < numbers.audit.batchEvents) continue;
    await insertEvents(tx, batch);
    batch = [];
  }
  if (batch.length > 0) await insertEvents(tx, batch);
  return counts;
}

const oneEvent = rowOf(auditEvents);
const insertEvent = preparedOnce((db: Tx) =>
  db.insert(auditEvents).values(oneEvent.placeholders).prepare("audit_event"),
);

async function insertEvents(tx: WriteContext, events: readonly AuditEvent[]): Promise<void> {
  const occurredAt = tx.now().toISOString();
  const rows = events.map((event) => toRow(toRecord(tx, event, occurredAt)));
  const [row, ...others] = rows;
  if (!row) return;
  try {
    // Nearly every change writes one event.
    await (others.length === 0
      ? insertEvent(tx.db).execute(oneEvent.valuesOf(row))
      : tx.db.insert(auditEvents).select(rowsOf(rows)));
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    throw unavailable("The audit log cannot be written now, so nothing was changed. Try again.", error);
  }
}

const columns = Object.entries(getTableColumns(auditEvents));

/** Rows as a query. Sent as one parameter, because one for each value costs several times as long. */
function rowsOf(rows: readonly AuditRow[]): SQL {
  const named = rows.map((row) => {
    const { canonical, ...rest } = row;
    const values: Record<string, unknown> = { ...rest, canonical: `\\x${Buffer.from(canonical).toString("hex")}` };
    return Object.fromEntries(columns.map(([name, column]) => [column.name, values[name] ?? null]));
  });
  const selected = columns.map(([, column]) => sql`new.${sql.identifier(column.name)}`);
  const table = sql`jsonb_populate_recordset(null::audit_events, ${JSON.stringify(named)}::jsonb) as new`;
  return sql`select ${sql.join(selected, sql`, `)} from ${table}`;
}

function toRecord({ actor, client, requestId }: WriteContext, event: AuditEvent, occurredAt: string): AuditRecord {
  return {
    id: newId(),
    occurredAt,
    actor: { kind: actor.kind, id: actor.id, label: actor.label },
    action: event.action,
    subject: event.subject,
    before: withoutSecrets(event.before),
    after: withoutSecrets(event.after),
    reason: event.reason ?? null,
    ip: client.ip,
    userAgent: client.userAgent,
    requestId,
    batchId: event.batchId ?? null,
  };
}

function withoutSecrets(fields: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (!fields) return null;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !secretFields.has(name)));
}

type AuditRow = typeof auditEvents.$inferInsert;

function toRow({ actor, subject, ...record }: AuditRecord): AuditRow {
  return {
    ...record,
    actorKind: actor.kind,
    actorId: actor.id,
    actorLabel: actor.label,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectLabel: subject.label,
    canonical: canonicalBytes({ actor, subject, ...record }),
  };
}
