import canonicalize from "canonicalize";
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

/** The bytes of an event that the audit tree hashes: its RFC 8785 form in UTF-8, with every field, null where there is none. */
export function canonicalBytes(record: AuditRecord): Uint8Array {
  const text = canonicalize(record);
  if (text === undefined) throw new TypeError("an audit record is an object");
  return Buffer.from(text, "utf8");
}
