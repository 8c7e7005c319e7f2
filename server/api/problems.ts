import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { asDomainError, type ErrorCode, type FieldError } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

type TrpcCode = TRPCError["code"];
type Kind = { status: number; title: string; trpc: TrpcCode };

/** The refusals that only a transport knows. */
type TransportCode =
  | "method_not_allowed"
  | "timeout"
  | "range_not_satisfiable"
  | "unsupported_media_type"
  | "precondition_required"
  | "fault";
export type ProblemCode = ErrorCode | TransportCode;

/** The one table from errors to the wire. */
export const problemKinds: Record<ProblemCode, Kind> = {
  malformed: { status: 400, title: "The request cannot be read", trpc: "BAD_REQUEST" },
  unauthenticated: { status: 401, title: "Not signed in", trpc: "UNAUTHORIZED" },
  forbidden: { status: 403, title: "Not allowed", trpc: "FORBIDDEN" },
  not_found: { status: 404, title: "Not found", trpc: "NOT_FOUND" },
  method_not_allowed: { status: 405, title: "Method not allowed", trpc: "METHOD_NOT_SUPPORTED" },
  timeout: { status: 408, title: "Too slow", trpc: "TIMEOUT" },
  conflict: { status: 409, title: "Conflict", trpc: "CONFLICT" },
  gone: { status: 410, title: "Gone", trpc: "NOT_FOUND" },
  stale: { status: 412, title: "Changed meanwhile", trpc: "PRECONDITION_FAILED" },
  too_large: { status: 413, title: "Too large", trpc: "PAYLOAD_TOO_LARGE" },
  unsupported_media_type: { status: 415, title: "Unsupported content type", trpc: "UNSUPPORTED_MEDIA_TYPE" },
  range_not_satisfiable: { status: 416, title: "There are no such bytes", trpc: "BAD_REQUEST" },
  invalid: { status: 422, title: "Invalid input", trpc: "UNPROCESSABLE_CONTENT" },
  precondition_required: { status: 428, title: "If-Match is required", trpc: "PRECONDITION_REQUIRED" },
  rate_limited: { status: 429, title: "Too many requests", trpc: "TOO_MANY_REQUESTS" },
  fault: { status: 500, title: "Internal error", trpc: "INTERNAL_SERVER_ERROR" },
  unavailable: { status: 503, title: "Unavailable", trpc: "SERVICE_UNAVAILABLE" },
  storage_full: { status: 507, title: "No room left", trpc: "SERVICE_UNAVAILABLE" },
};

/** RFC 9457, with OpsDesk's code, the request id to quote, and the fields that are wrong. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  requestId: string;
  errors?: readonly FieldError[];
  /** With `stale`: the row as it is now. */
  current?: unknown;
  /** With `rate_limited` and `unavailable`: when to try again. */
  retryAfterSeconds?: number;
};

/** A refusal of the transport, thrown by adapters. */
export class TransportError extends Error {
  constructor(
    readonly code: TransportCode,
    message: string,
  ) {
    super(message);
    this.name = "TransportError";
  }
}

type Refusal = {
  code: ProblemCode;
  detail: string;
  errors?: readonly FieldError[] | undefined;
  current?: unknown;
  retryAfterSeconds?: number | undefined;
};

const isTemporary = (code: ProblemCode) => code === "rate_limited" || code === "unavailable";

/** What a caller may read of an error. Whatever is no refusal is a fault, of which only the request id is told. */
export function toProblem(error: unknown, requestId: string): Problem {
  const { code, detail, errors, current, retryAfterSeconds } = refusalOf(error);
  const { status, title } = problemKinds[code];
  return {
    type: `urn:opsdesk:problem:${code}`,
    title,
    status,
    detail,
    code,
    requestId,
    ...(errors && { errors }),
    ...(current !== undefined && { current }),
    ...(isTemporary(code) && { retryAfterSeconds: retryAfterSeconds ?? numbers.requests.retryAfterSeconds }),
  };
}

function refusalOf(error: unknown): Refusal {
  const domainError = asDomainError(error);
  if (domainError) {
    const { code, message, errors, current, retryAfterSeconds } = domainError;
    return { code, detail: message, errors, current, retryAfterSeconds };
  }
  if (error instanceof TransportError) return { code: error.code, detail: error.message };
  if (error instanceof ZodError)
    return { code: "invalid", detail: "Some fields are not valid.", errors: fieldsOf(error) };
  if (error instanceof TRPCError) return refusalOfTrpc(error);
  return refusalOfFastify(error);
}

function refusalOfTrpc(error: TRPCError): Refusal {
  const cause = error.cause === undefined ? undefined : refusalOf(error.cause);
  if (cause && cause.code !== "fault") return cause;
  const code = codeWhere((kind) => kind.trpc === error.code);
  return { code, detail: problemKinds[code].title };
}

/** Fastify's own errors carry the status that they deserve; a request that only Fastify has a name for cannot be read. */
function refusalOfFastify(error: unknown): Refusal {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  const known = codeWhere((kind) => kind.status === status);
  const isRefusal = typeof status === "number" && status >= 400 && status < 500;
  const code = known === "fault" && isRefusal ? "malformed" : known;
  return { code, detail: problemKinds[code].title };
}

function codeWhere(matches: (kind: Kind) => boolean): ProblemCode {
  const found = Object.entries(problemKinds).find(([, kind]) => matches(kind));
  return (found?.[0] as ProblemCode | undefined) ?? "fault";
}

/** The faults of an input, one a field; an unknown field is named itself. */
function fieldsOf(error: ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== "unrecognized_keys") return [{ path: path.join("."), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "There is no such field." }));
  });
}
