import { expect, test } from "vitest";
import { followKey } from "./key-sequence";

const sequences = ["j", "/", "?", "g h", "g d", "h"];

function typing(keys: string): string[] {
  let pending = "";
  return keys.split(" ").flatMap((key) => {
    const step = followKey(pending, key, sequences);
    pending = step.pending;
    return step.match === undefined ? [] : [step.match];
  });
}

test("a single key is a shortcut by itself", () => {
  expect(typing("j / ?")).toEqual(["j", "/", "?"]);
});

test("a sequence is a shortcut at its last key, which then is no shortcut of its own", () => {
  expect(typing("g h h")).toEqual(["g h", "h"]);
});

test("a key that does not go on with what was begun begins anew", () => {
  expect(typing("g j")).toEqual(["j"]);
  expect(typing("g g d")).toEqual(["g d"]);
});

test("a key of no shortcut leads to none, and ends what was begun", () => {
  expect(typing("q g q h")).toEqual(["h"]);
});
