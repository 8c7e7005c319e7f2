import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Secret } from "otpauth";
import { describe, expect, it } from "vitest";
import { deriveKeys } from "@/server/domain/keys/derive";
import {
  authenticatorUri,
  isAuthenticatorCode,
  newAuthenticatorSecret,
  newRecoveryCode,
  recoveryCodeHashes,
  stepOfCode,
} from "./rules";

/** RFC 6238, appendix B: SHA-1. Six digits are the last six of its eight. */
const vectors = [
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
] as const;
const vectorSecret = Secret.fromLatin1("12345678901234567890").base32;
const at = (seconds: number) => new Date(seconds * 1_000);

describe("a code of an authenticator", () => {
  it.each(vectors)("is the RFC's at %i seconds", (seconds, eightDigits) => {
    expect(stepOfCode(vectorSecret, eightDigits.slice(-6), at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it.each(vectors)("R-MFA-1 is good one step before and after that of %i seconds, and not two", (seconds, digits) => {
    const step = Math.floor(seconds / 30);
    const steps = [-2, -1, 0, 1, 2].map((away) => stepOfCode(vectorSecret, digits.slice(-6), at((step + away) * 30)));
    expect(steps).toEqual([undefined, step, step, step, undefined]);
  });

  it("may be typed in groups", () => {
    expect([isAuthenticatorCode("287 082"), stepOfCode(vectorSecret, " 287 082 ", at(59))]).toEqual([true, 1]);
  });

  it.each(["", "28708", "2870820", "28708a", "+28708", "２８７０８２", "-87082"])("is never %j", (typed) => {
    expect(stepOfCode(vectorSecret, typed, at(59))).toBeUndefined();
  });
});

it("the secret of an authenticator has 160 bits, and its URI says all that an authenticator needs", () => {
  const secret = newAuthenticatorSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const uri = new URL(authenticatorUri(secret, "a&b@example.net"));
  expect([uri.protocol, uri.host]).toEqual(["otpauth:", "totp"]);
  expect(decodeURIComponent(uri.pathname)).toBe("/OpsDesk:a&b@example.net");
  const parameters = { secret, issuer: "OpsDesk", algorithm: "SHA1", digits: "6", period: "30" };
  expect(Object.fromEntries(uri.searchParams)).toEqual(parameters);
});

describe("a recovery code", () => {
  const keys = deriveKeys(new Uint8Array(32).fill(1));

  it("has 80 bits in four groups, and is new each time", () => {
    const codes = Array.from({ length: 100 }, newRecoveryCode);
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.some(isAuthenticatorCode)).toBe(false);
  });

  it("is the same however it is typed", () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("", " ", "-"), { minLength: 20, maxLength: 20 }),
        fc.boolean(),
        (gaps, isLower) => {
          const code = newRecoveryCode();
          const characters = code.replaceAll("-", "").split("");
          const typed = characters.map((character, index) => character + gaps[index]).join("");
          expect(recoveryCodeHashes(keys, isLower ? typed.toLowerCase() : typed)).toEqual(
            recoveryCodeHashes(keys, code),
          );
        },
      ),
    ));

  it("is kept as an HMAC, and found again after the master key was changed", () => {
    const code = newRecoveryCode();
    const [kept] = recoveryCodeHashes(keys, code);
    expect(kept).toEqual(createHmac("sha256", keys["recovery-code"]).update(code.replaceAll("-", "")).digest());
    const newer = deriveKeys(new Uint8Array(32).fill(2), new Uint8Array(32).fill(1));
    const hashes = recoveryCodeHashes(newer, code);
    expect(hashes).toHaveLength(2);
    expect(hashes[0]).not.toEqual(kept);
    expect(hashes[1]).toEqual(kept);
  });
});
