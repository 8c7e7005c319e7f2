import { createHash } from "node:crypto";
import { initTRPC, TRPCError } from "@trpc/server";
import canonicalize from "canonicalize";
import * as z from "zod";
import { type Context, requirePermission } from "@/server/domain/context";
import { notFound, stale } from "@/server/domain/errors";
import type { Permission } from "@/server/domain/permissions";
import { problemKinds, TransportError, toProblem } from "./problems";
import { actingContext, type RequestContext } from "./request-context";

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

/** Everything that the request asks for, as one hash: a key that is used for something else is found out by it. */
async function idempotencyOf(key: string | null, path: string, getRawInput: () => Promise<unknown>) {
  if (key === null) return null;
  const request = canonicalize([path, (await getRawInput()) ?? null]) ?? "";
  return { key, fingerprint: createHash("sha256").update(request).digest() };
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** A procedure that asks for a permission before it looks at the input. */
export const procedure = (permission: Permission) =>
  t.procedure.use(translateErrors).use(async ({ ctx, next, path, type, getRawInput }) => {
    const acting = await actingContext(ctx);
    requirePermission(acting.actor, permission);
    const key = type === "mutation" ? ctx.idempotencyKey : null;
    return next({ ctx: { ...acting, idempotency: await idempotencyOf(key, path, getRawInput) } });
  });

type Versioned = { id: string; version: number };

/**
 * A procedure that changes one row. Before it looks at what to change, it finds the row (404), asks for the version that the
 * caller saw (428) and compares it (412), in this order.
 */
export const versionedProcedure = <Row extends Versioned>(
  permission: Permission,
  noun: string,
  get: (ctx: Context, reference: { id: string }) => Promise<Row>,
) =>
  procedure(permission).use(async ({ ctx, next, getRawInput }) => {
    const input = (await getRawInput()) as Partial<Versioned> | undefined;
    if (!z.uuid().safeParse(input?.id).success) throw notFound(noun);
    const row = await get(ctx, { id: String(input?.id) });
    if (input?.version === undefined) {
      throw new TransportError("precondition_required", `Send the version of the ${noun} that you read, as If-Match.`);
    }
    if (input.version !== row.version) throw stale(noun, row);
    return next();
  });
