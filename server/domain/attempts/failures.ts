import { createHmac } from "node:crypto";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { preparedOnce } from "@/db/prepared";
import { onlyRow } from "@/db/rows";
import { attempts } from "@/db/schema";
import { unaudited } from "@/server/domain/audit/audited";
import type { Context } from "@/server/domain/context";
import { rateLimited } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

/** Failures that are limited. `whose` is an address, an account or a user; only its HMAC is kept. */
export type Counted = {
  what: "sign-in-address" | "sign-in-account" | "two-step-code" | "own-password";
  whose: string;
  /** How many there may be within a window of `numbers.signIn.windowMinutes`, which the first one begins. */
  max: number;
};

const windowMilliseconds = numbers.signIn.windowMinutes * 60_000;

const keyOf = ({ keys }: Context, { what, whose }: Counted) =>
  `${what}:${createHmac("sha256", keys.attempts).update(whose).digest("base64url")}`;

const attemptsInWindow = preparedOnce((db) =>
  db
    .select({ count: attempts.count, windowEndsAt: attempts.windowEndsAt })
    .from(attempts)
    .where(and(eq(attempts.key, sql.placeholder("key")), gt(attempts.windowEndsAt, sql.placeholder("now"))))
    .prepare("attempts_in_window"),
);

/** How many failures there were in this window. */
export async function failuresOf(ctx: Context, counted: Counted): Promise<{ count: number; windowEndsAt: string }> {
  const now = ctx.now().toISOString();
  const [row] = await attemptsInWindow(ctx.db).execute({ key: keyOf(ctx, counted), now });
  return row ?? { count: 0, windowEndsAt: now };
}

/** Throws `rate_limited`, with the seconds until the window ends, where the failures have reached their limit. */
export async function refuseAfter(ctx: Context, counted: Counted): Promise<void> {
  const { count, windowEndsAt } = await failuresOf(ctx, counted);
  if (count >= counted.max) throw tooMany(ctx, windowEndsAt);
}

/**
 * Counts a failure and gives how many there are now in this window, over all servers. Throws `rate_limited` where it is one too
 * many, so that of parallel failures just as many are answered as there may be.
 */
export async function noteFailure(ctx: Context, counted: Counted): Promise<number> {
  const now = ctx.now();
  const row = { count: 1, windowEndsAt: new Date(now.getTime() + windowMilliseconds).toISOString() };
  const hasEnded = sql`${attempts.windowEndsAt} <= ${now.toISOString()}`;
  const counting = unaudited(ctx, "a failure is counted whether or not it is told of", ({ db }) =>
    db
      .insert(attempts)
      .values({ key: keyOf(ctx, counted), ...row })
      .onConflictDoUpdate({
        target: attempts.key,
        set: {
          count: sql`case when ${hasEnded} then 1 else ${attempts.count} + 1 end`,
          windowEndsAt: sql`case when ${hasEnded} then ${row.windowEndsAt}::timestamptz else ${attempts.windowEndsAt} end`,
        },
      })
      .returning({ count: attempts.count, windowEndsAt: attempts.windowEndsAt }),
  );
  const { count, windowEndsAt } = onlyRow(await counting);
  if (count > counted.max) throw tooMany(ctx, windowEndsAt);
  return count;
}

/** Removes what was counted in windows that have ended. */
export async function removeOldAttempts(ctx: Context): Promise<void> {
  await unaudited(ctx, "a window that has ended limits nobody", async ({ db }) => {
    await db.delete(attempts).where(lt(attempts.windowEndsAt, ctx.now().toISOString()));
  });
}

function tooMany(ctx: Context, windowEndsAt: string) {
  const seconds = Math.max(1, Math.ceil((Date.parse(windowEndsAt) - ctx.now().getTime()) / 1_000));
  return rateLimited("Too many failures. Wait before you try again.", seconds);
}
