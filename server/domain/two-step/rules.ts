import { createHmac, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { type Keys, keyGenerations } from "@/server/domain/keys/derive";
import { numbers } from "@/server/domain/numbers";

const { periodSeconds, digits, tolerancePeriods, recoveryCodeBytes } = numbers.twoStep;

/** RFC 6238 as every authenticator knows it. */
const totp = { algorithm: "SHA1", digits, period: periodSeconds };

/** A secret for an authenticator, in base32. */
export const newAuthenticatorSecret = () => new Secret().base32;

/** What the QR code for an authenticator says. */
export function authenticatorUri(secret: string, email: string): string {
  return new TOTP({ ...totp, issuer: "OpsDesk", label: email, secret }).toString();
}

const codePattern = new RegExp(`^[0-9]{${digits}}$`);
const withoutSpaces = (typed: string) => typed.replaceAll(/\s/g, "");

/** Whether what was typed looks like an authenticator's code; else it may be a recovery code, which is longer. */
export const isAuthenticatorCode = (typed: string) => codePattern.test(withoutSpaces(typed));

/** The time step of which a code is the right one, give or take `numbers.twoStep.tolerancePeriods`; undefined where there is none. */
export function stepOfCode(secret: string, typed: string, now: Date): number | undefined {
  // The package fails on characters of more than one byte.
  if (!isAuthenticatorCode(typed)) return undefined;
  const timestamp = now.getTime();
  const options = { ...totp, secret: Secret.fromBase32(secret), timestamp, window: tolerancePeriods };
  const stepsAway = TOTP.validate({ ...options, token: withoutSpaces(typed) });
  return stepsAway === null ? undefined : TOTP.counter({ period: periodSeconds, timestamp }) + stepsAway;
}

/** A recovery code as it is shown: base32 in groups of four. */
export function newRecoveryCode(): string {
  const { base32 } = new Secret({ buffer: new Uint8Array(randomBytes(recoveryCodeBytes)).buffer });
  return base32.match(/.{1,4}/g)?.join("-") ?? "";
}

/** What is kept of a recovery code, however it was typed, made with the newest key and each one before it. */
export function recoveryCodeHashes(keys: Keys, typed: string): [Uint8Array, ...Uint8Array[]] {
  const code = typed.replaceAll(/[\s-]/g, "").toUpperCase();
  const hash = (generation: Keys) => createHmac("sha256", generation["recovery-code"]).update(code).digest();
  const [, ...earlier] = keyGenerations(keys);
  return [hash(keys), ...earlier.map(hash)];
}
