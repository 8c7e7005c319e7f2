import { expect, test } from "vitest";
import { chosenText, rangeText, sinceText, valuesText } from "./filter-text";

test.each([
  [[], undefined],
  [["retired"], { verb: "is", value: "retired" }],
  [["active", "maintenance"], { verb: "is not", value: "retired" }],
  [["active", "maintenance", "retired"], { verb: "is", value: "any" }],
] as const)("of the states, %j reads %j", (chosen, text) => {
  expect(chosenText(["active", "maintenance", "retired"], chosen)).toEqual(text);
});

test("of texts, any is enough, but of tags all are asked for", () => {
  expect(valuesText([])).toBeUndefined();
  expect(valuesText(["core", "data"])).toEqual({ verb: "is", value: "core or data" });
  expect(valuesText(["pci", "ha"], "conjunction")).toEqual({ verb: "is", value: "pci and ha" });
});

test("a moment stands to the minute, and what is none as it came", () => {
  expect(sinceText(null)).toBeUndefined();
  expect(sinceText("2026-01-31T10:20:30.000Z")).toEqual({ verb: "since", value: "2026-01-31 10:20 UTC" });
  expect(sinceText("yesterday")).toEqual({ verb: "since", value: "yesterday" });
});

test.each([
  [null, null, undefined],
  ["2026-11-15T00:00:00.000Z", null, { verb: "since", value: "2026-11-15" }],
  [null, "2026-11-15T14:30:00.000Z", { verb: "before", value: "2026-11-15 14:30:00 UTC" }],
  ["2026-11-15T00:00:00Z", "2026-11-16T00:00:00Z", { verb: "is", value: "2026-11-15 to 2026-11-16" }],
])("a range from %s to %s is said shortly", (from, to, text) => {
  expect(rangeText({ from, to })).toEqual(text);
});
