import { expect, test } from "vitest";
import { bytesText } from "./bytes-text";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [787_912, "788 kB"],
  [1_234_567, "1.2 MB"],
  [5_000_000_000_000, "5000 GB"],
])("%d bytes are %s", (sizeBytes, text) => {
  expect(bytesText(sizeBytes)).toBe(text);
});
