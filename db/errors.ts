/** The errors that node and the driver give when there is no talking to the database. */
const connectionErrors = new Set([
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * SQLSTATEs that pass by themselves: connection lost (08), resources exhausted (53), server going down or not up (57P),
 * read-only because it is no longer the primary, deadlock, serialization failure, lock or statement timeout.
 */
const passingStates = /^(08...|53...|57P..|25006|40001|40P01|55P03|57014)$/;

/** The first code in a chain of causes: drizzle wraps what the driver throws. */
function codeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return undefined;
}

/** The name of the constraint that a change violated by repeating what is there already, or undefined. */
export function violatedUniqueConstraint(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!("code" in cause) || (cause.code !== "23505" && cause.code !== "23P01")) continue;
    return "constraint_name" in cause ? String(cause.constraint_name) : "";
  }
  return undefined;
}

/** True where the database cannot answer now but may answer the same request later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (connectionErrors.has(code) || passingStates.test(code));
}

/** True where the connection of a query is gone, or will be at once: the database says "fatal" before it closes one. */
export function isConnectionLost(error: unknown): boolean {
  const severity = error instanceof Error && "severity" in error ? error.severity : undefined;
  return severity === "FATAL" || severity === "PANIC" || connectionErrors.has(codeOf(error) ?? "");
}

/** True for the errors of the database and of the way to it, whatever they say. */
export function isDatabaseError(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (connectionErrors.has(code) || /^[0-9A-Z]{5}$/.test(code));
}

export function isStatementTimeout(error: unknown): boolean {
  return codeOf(error) === "57014";
}
