import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveKeys } from "@/server/domain/keys/derive";
import { testKeys } from "@/server/test/database";
import { seal, unseal } from "./seal";

const [older, newer] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

describe("what is sealed", () => {
  it("opens as it was, in its own place only", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), fc.string(), (text, context, other) => {
        fc.pre(text.isWellFormed() && context !== other);
        const sealed = seal(testKeys, context, text);
        expect(unseal(testKeys, context, sealed)).toBe(text);
        expect(() => unseal(testKeys, other, sealed)).toThrow(AggregateError);
      }),
    );
  });

  it("does not open with any bit turned, or cut short", () => {
    const sealed = seal(testKeys, "totp:1", "JBSWY3DPEHPK3PXP");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Uint8Array.from(sealed);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(testKeys, "totp:1", altered)).toThrow(AggregateError);
    }
    for (const length of [0, 12, 27, sealed.length - 1]) {
      expect(() => unseal(testKeys, "totp:1", sealed.subarray(0, length))).toThrow(AggregateError);
    }
  });

  it("never looks the same twice", () => {
    expect(seal(testKeys, "a", "b")).not.toEqual(seal(testKeys, "a", "b"));
  });

  it("opens after the master key was changed, while the one before is known", () => {
    const sealed = seal(deriveKeys(older), "a", "secret");
    expect(unseal(deriveKeys(newer, older), "a", sealed)).toBe("secret");
    expect(() => unseal(deriveKeys(newer), "a", sealed)).toThrow(AggregateError);
  });
});
