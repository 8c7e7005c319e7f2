import { expect, test } from "vitest";
import { countsOf, valuesOf } from "./many-changed";

test("an import is told by its counts", () => {
  expect(countsOf({ created: 4812, updated: 61, unchanged: 9, rejected: 0 })).toBe("4,812 registered, 61 changed");
  expect(countsOf({ created: 0, updated: 0, unchanged: 9, rejected: 0 })).toBe("nothing changed");
});

test("a bulk edit is told by what it set", () => {
  expect(valuesOf({ criticality: "critical", addTags: ["pci", "dr"], updated: 3 })).toBe(
    "criticality critical, add tags pci dr",
  );
  expect(valuesOf({ updated: 0 })).toBeNull();
});
