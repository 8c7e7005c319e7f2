import { createHash } from "node:crypto";
import { initTRPC, TRPCError } from "@trpc/server";
import canonicalize from "canonicalize";
import * as z from "zod";
import type { Context } from "@/server/domain/context";
import { malformed, notFound, stale } from "@/server/domain/errors";
import type { Permission } from "@/server/domain/permissions";
import { permitted, recordRefusalIn } from "./permitted";
import { problemKinds, TransportError, toProblem } from "./problems";
import type { RequestContext } from "./request-context";

const t = initTRPC.context<RequestContext>().create({
  errorFormatter: ({ shape, error, ctx }) => {
    const problem = toProblem(error, ctx?.requestId ?? "unknown");
    return { ...shape, message: problem.detail, data: { code: shape.data.code, httpStatus: problem.status, problem } };
  },
});

/** Gives a domain error the status of its problem, so that tRPC answers with it. */
const translateErrors = t.middleware(async ({ next, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const { code, detail } = toProblem(result.error, ctx.requestId);
  throw new TRPCError({ code: problemKinds[code].trpc, message: detail, cause: result.error.cause ?? result.error });
});

/** Tells how long a call took and how it ended, where somebody wants to know. */
const observed = t.middleware(async ({ next, ctx, path }) => {
  if (!ctx.observeCall) return next();
  const startedAt = performance.now();
  const result = await next();
  const outcome = result.ok ? "ok" : toProblem(result.error, ctx.requestId).status < 500 ? "refused" : "failed";
  ctx.observeCall(path, outcome, (performance.now() - startedAt) / 1_000);
  return result;
});

/** Everything that the request asks for, as one hash: a key that is used for something else is found out by it. */
async function idempotencyOf(key: string | null, path: string, getRawInput: () => Promise<unknown>) {
  if (key === null) return null;
  const request = canonical([path, (await getRawInput()) ?? null]);
  return { key, fingerprint: createHash("sha256").update(request).digest() };
}

/** Throws `malformed` for what has no canonical form: broken Unicode, a number past all bounds, endless nesting. */
function canonical(request: unknown): string {
  try {
    return canonicalize(request) ?? "";
  } catch {
    throw malformed("With an Idempotency-Key, send valid Unicode and finite numbers, and nest them less deeply.");
  }
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const observedProcedure = t.procedure.use(observed).use(translateErrors);

/** A procedure that asks for a permission before it looks at the input. */
export const procedure = (permission: Permission) =>
  observedProcedure.use(async ({ ctx, next, path, type, getRawInput }) => {
    const acting = await permitted(ctx, permission);
    const key = type === "mutation" ? ctx.idempotencyKey : null;
    const idempotency = await idempotencyOf(key, path, getRawInput);
    const result = await next({ ctx: { ...acting, idempotency } });
    // A domain function may ask for more, such as for what belongs to somebody else.
    if (!result.ok) await recordRefusalIn(acting, result.error.cause);
    return result;
  });

/** What counts the edits of a row is its version, or its revision where a version is something else. */
type Versioned = { version: number; revision?: number };
type Reference = { id: string };

/**
 * A procedure that changes one row. Before it looks at what to change, it finds the row (404), asks for the version that the
 * caller saw (428) and compares it (412), in this order.
 */
export const versionedProcedure = <Row extends Versioned>(
  permission: Permission,
  noun: string,
  get: (ctx: Context, reference: Reference) => Promise<Row>,
) =>
  comparingVersions(permission, noun, (ctx, input) => {
    if (!z.uuid().safeParse(input?.id).success) throw notFound(noun);
    return get(ctx, { id: String(input?.id) });
  });

/** The same for what there is one of. */
export const versionedSingleton = <Row extends Versioned>(
  permission: Permission,
  noun: string,
  get: (ctx: Context) => Promise<Row>,
) => comparingVersions(permission, noun, get);

function comparingVersions<Row extends Versioned>(
  permission: Permission,
  noun: string,
  find: (ctx: Context, input: Partial<Versioned & Reference> | undefined) => Promise<Row>,
) {
  return procedure(permission).use(async ({ ctx, next, getRawInput }) => {
    const input = (await getRawInput()) as Partial<Versioned & Reference> | undefined;
    // One that is repeated gets the answer of the first, which may have changed or deleted the row: only the change can tell.
    if (ctx.idempotency && input?.version !== undefined) return next();
    const row = await find(ctx, input);
    if (input?.version === undefined) {
      throw new TransportError("precondition_required", `Send the version of the ${noun} that you read, as If-Match.`);
    }
    if (input.version !== (row.revision ?? row.version)) throw stale(noun, row);
    return next();
  });
}
