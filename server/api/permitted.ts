import { type Context, requirePermission } from "@/server/domain/context";
import { DomainError } from "@/server/domain/errors";
import type { Permission } from "@/server/domain/permissions";
import { recordRefusal } from "@/server/domain/refusals/record";
import { actingContext, type RequestContext } from "./request-context";

/**
 * The context of whoever sent a request, if that may do what a permission stands for, and has not asked for too much. A refusal is
 * an audit event.
 */
export async function permitted(request: RequestContext, permission: Permission): Promise<Context> {
  const ctx = await actingContext(request);
  request.count(ctx.actor);
  try {
    requirePermission(ctx.actor, permission);
  } catch (error) {
    await recordRefusalIn(ctx, error);
    throw error;
  }
  return ctx;
}

/** Writes an audit event where an error is the refusal of a permission. */
export async function recordRefusalIn(ctx: Context, error: unknown): Promise<void> {
  if (!(error instanceof DomainError && error.permission)) return;
  ctx.observer?.permissionRefused?.(error.permission);
  await recordRefusal(ctx, error.permission);
}
