import * as z from "zod";
import { actorKinds } from "@/db/enums";
import { ipAddress } from "@/server/domain/addresses/schema";
import { listInput } from "@/server/domain/lists/schema";
import { numbers } from "@/server/domain/numbers";
import { line } from "@/server/domain/text/schema";

const instant = z.iso
  .datetime("A time in UTC, such as 2026-01-31T00:00:00Z.")
  .refine((value) => !value.startsWith("0000"), "There is no year 0.");

/** Whether a text can be searched for: the index holds groups of three characters of words. */
export const isSearchable = (text: string) =>
  text.split(/\s+/).some((term) => term.length >= numbers.lists.minSearchLength && /[\p{L}\p{N}]/u.test(term));

export const auditEventFilter = z.strictObject({
  /** An actor's id, or `system` or `anonymous`, who have none. */
  actor: line(100).optional(),
  action: line(100).optional(),
  subjectType: line(100).optional(),
  subjectId: line(100).optional(),
  /** The first moment of a range of time. */
  from: instant.optional(),
  /** The moment at which a range of time has ended. */
  to: instant.optional(),
  ip: ipAddress.optional(),
  requestId: line(100).optional(),
  batchId: z.uuid().optional(),
  /** Words that stand anywhere in labels, action, reason and values. Looks back 31 days, unless `from` is given. */
  q: line(numbers.lists.maxSearchLength)
    .refine(isSearchable, `Search for a word of ${numbers.lists.minSearchLength} characters or more.`)
    .optional(),
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

export const auditActions = z.object({ actions: z.array(z.string()) });
export const auditSubjectTypes = z.object({ subjectTypes: z.array(z.string()) });
export const auditActors = z.object({ actors: z.array(auditEvent.shape.actor) });

export const auditEventReference = z.strictObject({ id: z.uuid() });

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
export type AuditActor = AuditEventItem["actor"];
export type AuditEventReference = z.infer<typeof auditEventReference>;
