import { isDatabaseUnavailable } from "@/db/errors";
import type { Permission } from "./permissions";

export type ErrorCode =
  | "malformed"
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "stale"
  | "gone"
  | "too_large"
  | "storage_full"
  | "rate_limited"
  | "unavailable";

/** One thing wrong with an input: where, as a dotted path, and why, as a sentence for a person. */
export type FieldError = { path: string; message: string };

type Details = {
  errors?: readonly FieldError[];
  current?: unknown;
  cause?: unknown;
  permission?: Permission;
  retryAfterSeconds?: number;
};

/** A refusal that the caller may read. Every other thrown value is a fault: logged whole, shown as "Internal error". */
export class DomainError extends Error {
  readonly errors: readonly FieldError[] | undefined;
  /** With `stale`: the row as it is now. */
  readonly current: unknown;
  /** With `forbidden`: the permission that was refused. */
  readonly permission: Permission | undefined;
  /** With `rate_limited`: when to try again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { errors, current, cause, permission, retryAfterSeconds }: Details = {},
  ) {
    super(message, { cause });
    this.name = "DomainError";
    this.errors = errors;
    this.current = current;
    this.permission = permission;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const malformed = (message: string) => new DomainError("malformed", message);
export const invalid = (message: string, errors: readonly FieldError[]) =>
  new DomainError("invalid", message, { errors });
export const unauthenticated = () => new DomainError("unauthenticated", "Sign in first.");
export const invalidToken = () => new DomainError("unauthenticated", "This token is not valid, or not any more.");
export const forbidden = (message: string, permission?: Permission) =>
  new DomainError("forbidden", message, permission && { permission });
export const notFound = (what: string) => new DomainError("not_found", `This ${what} does not exist.`);
export const conflict = (message: string, details?: Details) => new DomainError("conflict", message, details);
export const stale = (what: string, current: unknown) =>
  new DomainError("stale", `This ${what} has changed since you read it.`, { current });
export const gone = (message: string) => new DomainError("gone", message);
export const tooLarge = (message: string) => new DomainError("too_large", message);
export const storageFull = (cause?: unknown) =>
  new DomainError("storage_full", "There is no room left for these bytes. Nothing was kept.", { cause });
export const rateLimited = (message: string, retryAfterSeconds?: number) =>
  new DomainError("rate_limited", message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
export const unavailable = (message: string, cause: unknown) => new DomainError("unavailable", message, { cause });

/** The refusal that an error amounts to, or undefined for a fault. A database that cannot answer now is a refusal, not a fault. */
export function asDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (isDatabaseUnavailable(error)) return unavailable("The database cannot answer now. Try again.", error);
  return undefined;
}
