import { networkOf } from "@/server/domain/addresses/network";
import { type Counted, failuresOf, noteFailure, refuseAfter } from "@/server/domain/attempts/failures";
import type { Context } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { signInDelay } from "@/server/domain/sessions/rules";
import type { SignIn } from "@/server/domain/sessions/schema";

const { maxFailuresPerAddress, failuresBeforeDelay } = numbers.signIn;

const addressOf = ({ client }: Context) => (client.ip === null ? "unknown" : networkOf(client.ip));

const perAddress = (ctx: Context): Counted => ({
  what: "sign-in-address",
  whose: addressOf(ctx),
  max: maxFailuresPerAddress,
});

/** Never refused, only slowed down: whoever fails on purpose must not lock out the owner, who is elsewhere. */
const perAccount = ({ email }: SignIn): Counted => ({
  what: "sign-in-account",
  whose: email.toLowerCase(),
  max: Number.POSITIVE_INFINITY,
});

const perCode = (ctx: Context, { email }: SignIn): Counted => ({
  what: "two-step-code",
  whose: `${email.toLowerCase()} ${addressOf(ctx)}`,
  max: numbers.twoStep.maxTries,
});

/** What limits an attempt: all of it the same whether or not the account exists, and whether or not the password is right. */
const limitsOf = (ctx: Context, input: SignIn): Counted[] => [
  perAddress(ctx),
  ...(input.totp === undefined ? [] : [perCode(ctx, input)]),
];

/** Throws `rate_limited` where there were too many failures already. */
export async function refuseTooMany(ctx: Context, input: SignIn): Promise<void> {
  for (const limit of limitsOf(ctx, input)) await refuseAfter(ctx, limit);
}

/**
 * How long an attempt waits, in milliseconds: none, or longer and longer for an account that was tried in vain many times, from
 * wherever. Throws `rate_limited` where there were too many failures already.
 */
export async function delayOf(ctx: Context, input: SignIn): Promise<number> {
  await refuseTooMany(ctx, input);
  const { count } = await failuresOf(ctx, perAccount(input));
  return signInDelay(count);
}

/**
 * Counts a failed attempt. Says whether its account is slowed down from now on. Throws `rate_limited` where the attempt is one
 * too many.
 */
export async function noteFailedSignIn(ctx: Context, input: SignIn): Promise<{ isSlowedFromNowOn: boolean }> {
  for (const limit of limitsOf(ctx, input)) await noteFailure(ctx, limit);
  return { isSlowedFromNowOn: (await noteFailure(ctx, perAccount(input))) === failuresBeforeDelay };
}
