import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { authenticators, recoveryCodes } from "@/db/schema";
import { askingUserId, type Context } from "@/server/domain/context";
import { findTwoStepRoles } from "@/server/domain/settings/queries";
import type { TwoStepState } from "./schema";

/** Whether a user signs in in two steps. */
export async function hasTwoStep({ db }: Pick<Context, "db">, userId: string): Promise<boolean> {
  const confirmed = and(eq(authenticators.userId, userId), isNotNull(authenticators.confirmedAt));
  return (await db.$count(authenticators, confirmed)) > 0;
}

/** Whether the asking user's role requires two steps. */
export async function isTwoStepRequired(ctx: Context): Promise<boolean> {
  const roles: readonly string[] = await findTwoStepRoles(ctx);
  return roles.includes(ctx.actor.role);
}

/** How the asking user signs in. */
export async function getTwoStepState(ctx: Context): Promise<TwoStepState> {
  const userId = askingUserId(ctx.actor);
  const { confirmedAt } = authenticators;
  const [authenticator] = await ctx.db
    .select({ confirmedAt })
    .from(authenticators)
    .where(eq(authenticators.userId, userId));
  const isOn = typeof authenticator?.confirmedAt === "string";
  return {
    isOn,
    isRequired: await isTwoStepRequired(ctx),
    confirmedAt: authenticator?.confirmedAt ?? null,
    recoveryCodesLeft: isOn ? await countRecoveryCodesLeft(ctx, userId) : 0,
  };
}

export async function countRecoveryCodesLeft({ db }: Pick<Context, "db">, userId: string): Promise<number> {
  return db.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
}
