import { eq } from "drizzle-orm";
import { users } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { unauthenticated } from "@/server/domain/errors";
import type { Profile } from "./schema";

/** The user who asks. Throws `unauthenticated` where nobody has signed in. */
export async function getProfile(ctx: Context): Promise<Profile> {
  if (ctx.actor.id === null) throw unauthenticated();
  const { id, email, name, role, mustChangePassword } = users;
  const [profile] = await ctx.db
    .select({ id, email, name, role, mustChangePassword })
    .from(users)
    .where(eq(users.id, ctx.actor.id));
  if (!profile) throw unauthenticated();
  return profile;
}
