import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveKeys } from "@/server/domain/keys/derive";
import { testKeys } from "@/server/test/database";
import { readRefreshToken, refreshTokenOf } from "./refresh-token";

const positions = fc.record({ sessionId: fc.uuid(), generation: fc.nat(0xff_ff_ff_ff) });

describe("a refresh token", () => {
  it("says its position, the same token for the same position", () => {
    fc.assert(
      fc.property(positions, (position) => {
        const token = refreshTokenOf(testKeys, position);
        expect(token).toBe(refreshTokenOf(testKeys, position));
        expect(readRefreshToken(testKeys, token)).toEqual(position);
      }),
    );
  });

  it("is none with any character altered, added or left out", () => {
    const character = fc.constantFrom("A", "z", "0", "-", "_", "=", ".", " ", "\u0000", "é");
    fc.assert(
      fc.property(positions, fc.nat(80), fc.nat(1), character, (position, at, removed, added) => {
        const token = refreshTokenOf(testKeys, position);
        const altered = token.slice(0, at) + added + token.slice(at + removed);
        fc.pre(altered !== token);
        expect(readRefreshToken(testKeys, altered)).toBeUndefined();
      }),
    );
  });

  it("is good after the master key was changed, while the one before is known", () => {
    const [older, newer] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const position = { sessionId: "01890000-0000-7000-8000-000000000000", generation: 3 };
    const token = refreshTokenOf(deriveKeys(older), position);
    expect(readRefreshToken(deriveKeys(newer, older), token)).toEqual(position);
    expect(readRefreshToken(deriveKeys(newer), token)).toBeUndefined();
  });
});
