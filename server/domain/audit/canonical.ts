import type { ActorKind } from "@/db/enums";

/** An audit event as the API shows it, without the leaf number that it gets when it is sealed. */
export type AuditRecord = {
  id: string;
  occurredAt: string;
  actor: { kind: ActorKind; id: string | null; label: string };
  action: string;
  subject: { type: string; id: string | null; label: string };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string;
  batchId: string | null;
};

/**
 * The bytes of an event that the audit tree hashes: its RFC 8785 form in UTF-8, with every field, null where there is none. The
 * fields are always the same, so that their order need not be found out a million times.
 */
export function canonicalBytes(record: AuditRecord): Uint8Array {
  const { id, occurredAt, actor, action, subject, before, after, reason, ip, userAgent, requestId, batchId } = record;
  const actorText = `{"id":${text(actor.id)},"kind":${text(actor.kind)},"label":${text(actor.label)}}`;
  const subjectText = `{"id":${text(subject.id)},"label":${text(subject.label)},"type":${text(subject.type)}}`;
  return Buffer.from(
    `{"action":${text(action)},"actor":${actorText},"after":${fields(after)},"batchId":${text(batchId)},` +
      `"before":${fields(before)},"id":${text(id)},"ip":${text(ip)},"occurredAt":${text(occurredAt)},` +
      `"reason":${text(reason)},"requestId":${text(requestId)},"subject":${subjectText},"userAgent":${text(userAgent)}}`,
    "utf8",
  );
}

function text(value: string | null): string {
  if (value === null) return "null";
  if (!value.isWellFormed()) throw new TypeError("an audit record is valid Unicode");
  return JSON.stringify(value);
}

function fields(value: Record<string, unknown> | null): string {
  return value === null ? "null" : object(value);
}

/** Names in the order of their UTF-16 units; what has no value is left out, as JSON does. */
function object(value: Record<string, unknown>): string {
  let members = "";
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) members += `${members === "" ? "" : ","}${text(name)}:${anyValue(member)}`;
  }
  return `{${members}}`;
}

function anyValue(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (typeof value === "boolean" || value === null || value === undefined) return String(value ?? null);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(anyValue).join(",")}]`;
  if (value instanceof Date) return text(value.toJSON());
  if (typeof value === "object") return object(value as Record<string, unknown>);
  throw new TypeError("an audit record holds what JSON can say");
}
