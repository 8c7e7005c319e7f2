import { expect, it } from "vitest";
import { applyLabel } from "./apply-label";

it.each([
  [4_812, 61, "Register 4,812 and change 61 hosts"],
  [1, 1, "Register 1 and change 1 host"],
  [5_000, 0, "Register 5,000 hosts"],
  [0, 1, "Change 1 host"],
  [0, 0, undefined],
])("for %d new and %d changed hosts the button says %j", (created, updated, label) => {
  expect(applyLabel({ created, updated })).toBe(label);
});
