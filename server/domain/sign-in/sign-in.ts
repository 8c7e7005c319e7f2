import { createHmac } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { and, eq, isNull, sql } from "drizzle-orm";
import { preparedOnce } from "@/db/prepared";
import { users } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import type { Context, WriteContext } from "@/server/domain/context";
import { DomainError } from "@/server/domain/errors";
import { verifyPassword } from "@/server/domain/passwords/hash";
import type { Duty } from "@/server/domain/permissions";
import { actorOf, addBrowserSession } from "@/server/domain/sessions/mutations";
import { duty } from "@/server/domain/sessions/queries";
import type { SignIn } from "@/server/domain/sessions/schema";
import { takeCode } from "@/server/domain/two-step/mutations";
import { hasTwoStep } from "@/server/domain/two-step/queries";
import { userSubject } from "@/server/domain/users/queries";
import { admitted } from "./admission";
import { delayOf, noteFailedSignIn, refuseTooMany } from "./limits";

/** Signs a browser in and gives the secret of its cookie. Throws as `withCredentials` does. */
export async function signIn(ctx: Context, input: SignIn): Promise<{ secret: string; duty: Duty | null }> {
  return withCredentials(ctx, input, async (tx, user) => ({
    secret: await addBrowserSession(tx, user.id),
    duty: user.duty,
  }));
}

type Person = Awaited<ReturnType<typeof findPerson>> & {};

/**
 * Checks who signs in, and begins a session in the same transaction that writes the event and takes the code.
 *
 * Unknown addresses, deactivated users, wrong passwords and wrong or missing codes all get the same `unauthenticated`, equally
 * slowly: not even who knows the password learns that a code is asked for. `rate_limited` where there were too many failures
 * from the same address, or too many sign in at once.
 */
export async function withCredentials<T>(ctx: Context, input: SignIn, begin: Begin<T>): Promise<T> {
  // The wait holds no place, or a few attackers could take them all.
  await wait(await admitted(() => delayOf(ctx, input)));
  return admitted(() => attempt(ctx, input, begin));
}

type Begin<T> = (tx: WriteContext, user: Person) => Promise<T>;

async function attempt<T>(ctx: Context, input: SignIn, begin: Begin<T>): Promise<T> {
  const user = await findPerson(ctx, input.email);
  const isRight = await verifyPassword(user?.passwordHash ?? undefined, input.password);
  if (user && isRight && user.deactivatedAt === null) {
    // Others may have failed while this one waited for its turn: what was guessed in their crowd does not count.
    await refuseTooMany(ctx, input);
    const begun = await beginSession(ctx, input, user, begin);
    if (begun) return begun.result;
  }
  await failed(ctx, input, user);
  throw new DomainError("unauthenticated", "The e-mail address, the password or the code is wrong.");
}

const personByEmail = preparedOnce((db) => {
  const { id, email, role, passwordHash, deactivatedAt } = users;
  return db
    .select({ id, email, role, passwordHash, deactivatedAt, duty: duty.as("duty") })
    .from(users)
    .where(eq(sql`lower(${email})`, sql.placeholder("email")))
    .prepare("person_by_email");
});

async function findPerson(ctx: Context, email: string) {
  const [person] = await personByEmail(ctx.db).execute({ email: email.toLowerCase() });
  return person;
}

class Refused extends Error {}

/** Holds who signs in as they are, so that no session begins with a password that is being changed, or of a user that leaves. */
async function isStill(tx: WriteContext, { id, passwordHash }: Person): Promise<boolean> {
  const isUnchanged = and(eq(users.id, id), eq(users.passwordHash, passwordHash ?? ""), isNull(users.deactivatedAt));
  return (await tx.db.select({ id: users.id }).from(users).where(isUnchanged).for("share")).length > 0;
}

async function beginSession<T>(
  ctx: Context,
  { totp }: SignIn,
  user: Person,
  begin: Begin<T>,
): Promise<{ result: T } | undefined> {
  const needsCode = await hasTwoStep(ctx, user.id);
  const asUser = { ...ctx, actor: actorOf({ ...user, duty: null }) };
  const signingIn = audited(asUser, "sessions.start", async (tx) => {
    const used = needsCode ? totp !== undefined && (await takeCode(tx, user, totp)) : { events: [] };
    if (!used || !(await isStill(tx, user))) throw new Refused();
    const result = await begin(tx, user);
    const signedIn: AuditEvent = { action: "user.signed-in", subject: userSubject(user) };
    return { result: { result }, events: [...used.events, signedIn] };
  });
  return signingIn.catch((error: unknown) => {
    if (error instanceof Refused) return undefined;
    throw error;
  });
}

/** Counted and told in one transaction, so that a failure that cannot be told of counts against nobody. */
async function failed(ctx: Context, input: SignIn, user: Person | undefined): Promise<void> {
  const whose = user ? { subject: userSubject(user) } : unknownAddress(ctx, input);
  await audited(ctx, "sessions.start", async (tx) => {
    const { isSlowedFromNowOn } = await noteFailedSignIn(tx, input);
    const events: AuditEvent[] = [{ action: "user.sign-in-failed", ...whose }];
    if (isSlowedFromNowOn) events.push({ action: "user.sign-ins-slowed", ...whose });
    return { result: undefined, events };
  });
}

/** What was typed for an unknown address may be a password, so the log keeps only what tells whether two are the same. */
function unknownAddress({ keys }: Context, { email }: SignIn): Pick<AuditEvent, "subject" | "after"> {
  const address = createHmac("sha256", keys["audit-address"]).update(email.toLowerCase()).digest("hex");
  return { subject: { type: "user", id: null, label: "unknown address" }, after: { address } };
}
