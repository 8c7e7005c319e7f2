import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatApiToken, isApiToken, knownScopes, newApiToken } from "./rules";

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
const base62 = fc.stringMatching(/^[0-9A-Za-z]$/);

describe("an API token", () => {
  it("is a prefix, 256 random bits and a checksum, always of the same length", () =>
    fc.assert(
      fc.property(secret, (bytes) => {
        const token = formatApiToken(bytes);
        expect(token).toMatch(/^odk_[0-9A-Za-z]{49}$/);
        expect(isApiToken(token)).toBe(true);
      }),
    ));

  it.each([
    [0, "odk_00000000000000000000000000000000000000000003WNgNq"],
    [1, "odk_0El6XFXwsUFD8J2vGxsaboW7rZYnQRBP5d9erwRwd294JLbE9"],
    [255, "odk_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp11yS53O"],
  ])("of 32 bytes of %i is what it always was, so that tokens stay good", (byte, token) => {
    expect(formatApiToken(new Uint8Array(32).fill(byte))).toBe(token);
  });

  it("is another one for every other secret", () =>
    fc.assert(
      fc.property(secret, secret, (one, other) => {
        expect(formatApiToken(one) === formatApiToken(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      }),
    ));

  it("is found out by its checksum where any one character was altered", () =>
    fc.assert(
      fc.property(secret, fc.nat(52), base62, (bytes, position, character) => {
        const token = formatApiToken(bytes);
        const altered = token.slice(0, position) + character + token.slice(position + 1);
        expect(isApiToken(altered)).toBe(altered === token);
      }),
      { numRuns: 1_000 },
    ));

  it("is found out where two neighbours changed places", () =>
    fc.assert(
      fc.property(secret, fc.nat(51), (bytes, position) => {
        const token = formatApiToken(bytes);
        const [one, other] = [token.charAt(position), token.charAt(position + 1)];
        const altered = token.slice(0, position) + other + one + token.slice(position + 2);
        expect(isApiToken(altered)).toBe(altered === token);
      }),
      { numRuns: 1_000 },
    ));

  it("is new each time", () => {
    expect(new Set(Array.from({ length: 100 }, newApiToken)).size).toBe(100);
  });

  it.each([
    "",
    "odk_",
    `odk_${"0".repeat(49)}`,
    "eyJhbGciOiJIUzI1NiJ9.e30.x",
    ` ${newApiToken()}`,
    `${newApiToken()}\n`,
  ])("is not %j", (text) => expect(isApiToken(text)).toBe(false));
});

it("a scope that is no more grants nothing", () => {
  expect(knownScopes(["hosts:read", "hosts:burn", "toString"])).toEqual(["hosts:read"]);
});
