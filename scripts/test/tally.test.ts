import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tallyPlaywright, tallyVitest } from "./tally";

const directory = mkdtempSync(join(tmpdir(), "opsdesk-tally-"));
const file = join(directory, "report.json");
afterAll(() => rmSync(directory, { recursive: true }));

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const playwright = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 };

test("counts what passed", () => {
  writeFileSync(file, JSON.stringify(vitest));
  expect(tallyVitest(file, true)).toEqual({ passed: 5, failed: 0 });
  writeFileSync(file, JSON.stringify({ stats: playwright }));
  expect(tallyPlaywright(file, true)).toEqual({ passed: 3, failed: 0 });
});

test("counts a skipped test as a failed one", () => {
  writeFileSync(file, JSON.stringify({ ...vitest, numPendingTests: 1, numTodoTests: 1, numFailedTests: 1 }));
  expect(tallyVitest(file, false)).toEqual({ passed: 5, failed: 3 });
  writeFileSync(file, JSON.stringify({ stats: { ...playwright, skipped: 1 } }));
  expect(tallyPlaywright(file, true)).toEqual({ passed: 3, failed: 1 });
});

test("counts a browser test that passed at its second try as passed", () => {
  writeFileSync(file, JSON.stringify({ stats: { ...playwright, flaky: 1 } }));
  expect(tallyPlaywright(file, true)).toEqual({ passed: 4, failed: 0 });
});

test("counts a run that failed outside of its tests, or left no report, as one failure", () => {
  writeFileSync(file, JSON.stringify(vitest));
  expect(tallyVitest(file, false)).toEqual({ passed: 5, failed: 1 });
  expect(tallyVitest(join(directory, "none.json"), true)).toEqual({ passed: 0, failed: 1 });
});
