import { expect, test } from "vitest";
import { textOf, wordsOf } from "./field-text";

test("a field is named in words", () => {
  expect(["hostname", "sshPort", "lastSeenAt"].map(wordsOf)).toEqual(["hostname", "ssh port", "last seen at"]);
});

test("a value is told as people read it", () => {
  expect(["linux", 22, true, ["pci", "dr"], { a: 1 }].map(textOf)).toEqual([
    "linux",
    "22",
    "true",
    "pci dr",
    '{"a":1}',
  ]);
});

test("what holds nothing is empty", () => {
  expect([null, undefined, "", []].map(textOf)).toEqual(["empty", "empty", "empty", "empty"]);
});
