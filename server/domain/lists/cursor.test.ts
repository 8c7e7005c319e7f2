import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testKeys } from "@/server/test/database";
import { decodeCursor, encodeCursor } from "./cursor";

const key = testKeys.cursor;
const position = fc.record({ value: fc.option(fc.string({ unit: "binary" })), id: fc.uuid() });
const scope = fc.record({
  list: fc.constantFrom("hosts", "audit-events"),
  sort: fc.string(),
  filter: fc.dictionary(fc.string(), fc.string()),
});
const malformed = expect.objectContaining({ code: "malformed" });

describe("a cursor", () => {
  it("brings its position back, for its own list, sort and filter", () => {
    fc.assert(
      fc.property(scope, position, (list, at) => {
        expect(decodeCursor(key, list, encodeCursor(key, list, at))).toEqual(at);
      }),
    );
  });

  it("R-API-4 is malformed with any character altered, added or left out", () => {
    fc.assert(
      fc.property(
        scope,
        position,
        fc.nat(),
        fc.string({ unit: "binary", minLength: 0, maxLength: 1 }),
        fc.nat(1),
        (list, at, place, put, taken) => {
          const cursor = encodeCursor(key, list, at);
          const index = place % (cursor.length + 1);
          const altered = cursor.slice(0, index) + put + cursor.slice(index + taken);
          fc.pre(altered !== cursor);
          expect(() => decodeCursor(key, list, altered)).toThrow(malformed);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("R-API-4 is malformed for another list, sort, filter or key", () => {
    fc.assert(
      fc.property(scope, scope, position, (list, other, at) => {
        fc.pre(!isDeepStrictEqual(list, other));
        const cursor = encodeCursor(key, list, at);
        expect(() => decodeCursor(key, other, cursor)).toThrow(malformed);
        expect(() => decodeCursor(testKeys["audit-address"], list, cursor)).toThrow(malformed);
      }),
    );
  });

  it.each(["", "A", "AAAAAAAAAAAAAAAAAAAAAA", "null", "é", "[]"])("is malformed as %j", (cursor) => {
    expect(() => decodeCursor(key, {}, cursor)).toThrow(malformed);
  });
});
