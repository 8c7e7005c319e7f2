import fc from "fast-check";
import { expect, it } from "vitest";
import { quoteFormula, unquoteFormula } from "./formula-quote";

const anyValue = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "x") }));

it("gives every value back after the round trip", () => {
  fc.assert(fc.property(anyValue, (value) => unquoteFormula(quoteFormula(value)) === value));
});

it("leaves nothing that a spreadsheet would run", () => {
  fc.assert(fc.property(anyValue, (value) => !/^[=+\-@\t\r]/.test(quoteFormula(value))));
});

it.each([
  ["=1+1", "'=1+1"],
  ["'-x", "''-x"],
  ["rack 12", "rack 12"],
  ["'quoted'", "'quoted'"],
  ["", ""],
])("writes %j as %j", (value, written) => {
  expect(quoteFormula(value)).toBe(written);
});
