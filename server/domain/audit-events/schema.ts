import * as z from "zod";
import { actorKinds } from "@/db/enums";
import { ipAddress } from "@/server/domain/addresses/schema";
import { listInput } from "@/server/domain/lists/schema";
import { line } from "@/server/domain/text/schema";

export const auditEventFilter = z.strictObject({
  /** An actor's id. */
  actor: line(100).optional(),
  action: line(100).optional(),
  subjectType: line(100).optional(),
  subjectId: line(100).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  ip: ipAddress.optional(),
  requestId: line(100).optional(),
  batchId: z.uuid().optional(),
});

export const listAuditEvents = auditEventFilter.extend({
  limit: listInput.shape.limit,
  cursor: listInput.shape.cursor,
});

const fields = z.record(z.string(), z.unknown()).nullable();

/** An audit event as the API gives it. `leafIndex` is null until the event is sealed. */
export const auditEvent = z.object({
  id: z.uuid(),
  occurredAt: z.iso.datetime(),
  actor: z.object({ kind: z.enum(actorKinds), id: z.string().nullable(), label: z.string() }),
  action: z.string(),
  subject: z.object({ type: z.string(), id: z.string().nullable(), label: z.string() }),
  before: fields,
  after: fields,
  reason: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  batchId: z.uuid().nullable(),
  leafIndex: z.int().nullable(),
});

/** What everybody may know of an event who may read its subject: who, what and when, but not from where. */
export const historyItem = auditEvent
  .pick({
    id: true,
    occurredAt: true,
    action: true,
    subject: true,
    before: true,
    after: true,
    reason: true,
    batchId: true,
  })
  .extend({ actor: auditEvent.shape.actor.pick({ kind: true, label: true }) });

export type HistoryItem = z.infer<typeof historyItem>;
export type AuditEventFilter = z.infer<typeof auditEventFilter>;
export type ListAuditEvents = z.infer<typeof listAuditEvents>;
export type AuditEventItem = z.infer<typeof auditEvent>;
