import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextTable } from "./text-table";

describe("a table of texts", () => {
  it("is a map that keeps what it got first", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.constantFrom("", "a", "b", "é", "陈", "😀"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 300 }), text, (entries, other) => {
        const table = new TextTable();
        const map = new Map<string, string>();
        for (const [key, value] of entries) {
          table.add(key, value);
          if (!map.has(key)) map.set(key, value);
        }
        for (const key of [...map.keys(), other]) {
          expect(table.get(key)).toBe(map.get(key));
          expect(table.has(key)).toBe(map.has(key));
        }
      }),
    );
  });

  it("finds each of very many", () => {
    const table = new TextTable();
    const numbers = Array.from({ length: 20_000 }, (_, number) => number);
    for (const number of numbers) table.add(`web-${number}`, String(number));
    expect(numbers.filter((number) => table.get(`web-${number}`) !== String(number))).toEqual([]);
    expect(table.has("web-20000")).toBe(false);
  });
});
