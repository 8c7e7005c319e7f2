import { expect, test } from "vitest";
import { dayHeading, exactTime, relativeTime, waitText } from "./time";

const now = Date.parse("2026-11-20T15:24:02.500Z");

test.each([
  ["2026-11-20T15:24:02.400Z", "just now"],
  ["2026-11-20T15:24:09.000Z", "just now"],
  ["2026-11-20T15:23:02.500Z", "1 min ago"],
  ["2026-11-20T14:24:03.000Z", "59 min ago"],
  ["2026-11-20T13:24:02.500Z", "2 h ago"],
  ["2026-11-18T15:24:02.500Z", "2 d ago"],
  ["2026-07-20T15:24:02.500Z", "4 mo ago"],
  ["2024-01-20T15:24:02.500Z", "2 y ago"],
])("%s is %s", (iso, text) => {
  expect(relativeTime(iso, now)).toBe(text);
});

test("an exact time names its zone", () => {
  expect(exactTime("2026-11-20T14:58:19.204Z")).toBe("2026-11-20 14:58:19 UTC");
});

test("days are those of UTC", () => {
  expect(dayHeading("2026-11-20T00:00:00.000Z", now)).toBe("Today, Friday 20 November 2026");
  expect(dayHeading("2026-11-19T23:59:59.999Z", now)).toBe("Yesterday, Thursday 19 November 2026");
  expect(dayHeading("2026-11-18T12:00:00.000Z", now)).toBe("Wednesday 18 November 2026");
});

test.each([
  [0.2, "1 second"],
  [45, "45 seconds"],
  [60, "1 minute"],
  [61, "2 minutes"],
  [900, "15 minutes"],
])("%d s to wait are %s", (seconds, text) => {
  expect(waitText(seconds)).toBe(text);
});
