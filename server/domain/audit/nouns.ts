/** What there are audit events of: what an action begins with. */
export const auditNouns = [
  "alert",
  "api-token",
  "artifact",
  "audit",
  "audit-events",
  "blob",
  "host",
  "hosts",
  "permission",
  "session",
  "settings",
  "user",
  "users",
] as const;

export type AuditNoun = (typeof auditNouns)[number];
export type AuditAction = `${AuditNoun}.${string}`;

export const nounOf = (action: AuditAction) => action.slice(0, action.indexOf(".")) as AuditNoun;
