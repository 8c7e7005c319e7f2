import { expect, test } from "vitest";
import { waitMilliseconds } from "./live-connection";

test("a stream that is refused again and again is asked for ever more seldom, down to every half minute", () => {
  expect([0, 1, 2, 3, 4, 20].map(waitMilliseconds)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});
