import * as z from "zod";
import { line } from "@/server/domain/text/schema";
import { typedPassword } from "@/server/domain/users/schema";

/** A stolen session must not change how its user signs in, so each change asks for the password. */
export const withPassword = z.strictObject({ password: typedPassword });

export const confirmTwoStep = z.strictObject({ code: line(20).min(1, "Required.") });

/** Whether the asking user signs in in two steps. */
export const twoStepState = z.object({
  isOn: z.boolean(),
  /** Whether the user's role requires it. */
  isRequired: z.boolean(),
  confirmedAt: z.iso.datetime().nullable(),
  recoveryCodesLeft: z.int(),
});

/** What an authenticator takes over, as text to type and as the `otpauth:` URI of a QR code. */
const authenticatorSecret = z.object({ secret: z.string(), uri: z.string() });

/** Shown once; each signs in once in place of a code. */
const recoveryCodeList = z.object({ codes: z.array(z.string()) });

export type TwoStepState = z.infer<typeof twoStepState>;
export type AuthenticatorSecret = z.infer<typeof authenticatorSecret>;
export type RecoveryCodeList = z.infer<typeof recoveryCodeList>;
