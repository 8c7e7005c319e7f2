import { expect, it } from "vitest";
import { countText } from "./count-text";

it.each([
  [{ count: 0, isExact: true }, "0 hosts"],
  [{ count: 1, isExact: true }, "1 host"],
  [{ count: 5_000, isExact: true }, "5,000 hosts"],
  [{ count: 10_000, isExact: false }, "more than 10,000 hosts"],
  [{ count: 0, isExact: false }, "very many hosts"],
])("says %o in words", (count, words) => {
  expect(countText(count, "host")).toBe(words);
});
