import { expect, test } from "vitest";
import { dutyPath, isDutyPath } from "./duty";

test("a duty is done at its place, which leads back to the page that was wanted", () => {
  expect(dutyPath("set-up-two-step", "/hosts?sort=ip")).toBe("/account/two-step?next=%2Fhosts%3Fsort%3Dip");
  expect(dutyPath("change-password", "/")).toBe("/password");
  expect(dutyPath("change-password", "//evil.example")).toBe("/password");
});

test("nobody is led away from where the duty is done", () => {
  expect(isDutyPath("set-up-two-step", "/account/two-step?next=%2Fhosts")).toBe(true);
  expect(isDutyPath("set-up-two-step", "/account/two-steps")).toBe(false);
  expect(isDutyPath("change-password", "/account/two-step")).toBe(false);
});
