import { expect, test } from "vitest";
import { type Measurement, median, quantile } from "@/bench/measurement";
import { measuredPage, summaryLine } from "./page";

const start: Measurement = {
  name: "start",
  title: "A start",
  limit: { atMost: 3 },
  unit: "s",
  method: "From spawn to ready.",
  reason: "The disk is slow.",
  run: () => Promise.reject(new Error("not run here")),
};
const rate: Measurement = { ...start, name: "rate", title: "A rate", limit: { atLeast: 0.5 }, unit: "" };
const details = [{ name: "of it the database", unit: "s", values: [0.5, 0.25, 1] }];

test("a number is the median of its rounds, held against its limit", () => {
  expect(summaryLine({ measurement: start, outcome: { values: [9, 2.5, 2.754], details } })).toBe(
    "2.75 s (2.5 to 9 s), limit ≤ 3 s: met",
  );
  expect(summaryLine({ measurement: rate, outcome: { values: [0.25], details: [] } })).toContain("missed");
  expect(summaryLine({ measurement: rate, outcome: { values: [0.5], details: [] } })).toContain("met");
});

test("the page says what was missed and why, and what could not be measured", () => {
  const outcome = { values: [4, 5], details };
  const page = measuredPage("Two cores.", [
    { measurement: start, outcome },
    { measurement: rate, outcome: new Error("no database") },
  ]);
  expect(page).toContain("| A start | ≤ 3 s | 4.5 s | 4 to 5 s | 2 | **missed** |");
  expect(page).toContain("Missed: The disk is slow.");
  expect(page).toContain("| of it the database | 0.5 s | 0.25 to 1 s |");
  expect(page).toContain("| A rate | ≥ 0.5 | – | – | 0 | **not measured** |");
  expect(page).toContain("Not measured: no database");
});

test("a number that is met gives no reason", () => {
  expect(measuredPage("", [{ measurement: start, outcome: { values: [1], details: [] } }])).not.toContain("slow");
});

test("medians and quantiles", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([quantile(hundred, 0.95), quantile(hundred, 0.5), quantile(hundred, 1)]).toEqual([96, 51, 100]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
