import { expect, test } from "vitest";
import { type Trail, withStep } from "./page-trail";

test("a page that is reached again is remembered once, as it was reached last", () => {
  expect(withStep([["b", null]], "a", "b")).toEqual([["b", "a"]]);
});

test("only the last steps are kept", () => {
  let trail: Trail = [];
  for (let page = 0; page < 600; page += 1) trail = withStep(trail, String(page), String(page + 1));
  expect(trail).toHaveLength(500);
  expect(trail.at(-1)).toEqual(["600", "599"]);
});
