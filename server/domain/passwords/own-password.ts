import { eq } from "drizzle-orm";
import { users } from "@/db/schema";
import { type Counted, noteFailure, refuseAfter } from "@/server/domain/attempts/failures";
import { askingUserId, type Context } from "@/server/domain/context";
import { invalid, unauthenticated } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { verifyPassword } from "./hash";

const triesOf = (userId: string): Counted => ({
  what: "own-password",
  whose: userId,
  max: numbers.passwords.maxOwnTries,
});

/**
 * Gives the asking user, who typed the password once more: whoever stole a session must not change how its user signs in.
 * Throws `invalid` at `path` for a wrong password, and `rate_limited` after too many of them.
 */
export async function askOwnPassword(ctx: Context, password: string, path: string) {
  const userId = askingUserId(ctx.actor);
  await refuseAfter(ctx, triesOf(userId));
  const { id, email, passwordHash } = users;
  const [user] = await ctx.db.select({ id, email, passwordHash }).from(users).where(eq(id, userId));
  if (!user) throw unauthenticated();
  if (await verifyPassword(user.passwordHash ?? undefined, password)) return user;
  await noteFailure(ctx, triesOf(userId));
  throw invalid("The password is wrong.", [{ path, message: "This is not your password." }]);
}
