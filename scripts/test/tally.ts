import { existsSync, readFileSync } from "node:fs";

/** How many tests passed and failed; a step that is no test counts as one. */
export interface Tally {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** A run that failed without a failed test (no file loaded, a server that did not start) counts as one failure. */
function withRun({ passed, failed }: Tally, isWell: boolean): Tally {
  return { passed, failed: isWell ? failed : Math.max(failed, 1) };
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

export function tallyStep(isWell: boolean): Tally {
  return isWell ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Counts the tests of vitest's JSON report. A skipped test is a failed one: nothing is skipped silently. */
export function tallyVitest(file: string, isWell: boolean): Tally {
  const report = readReport(file) as VitestReport | undefined;
  if (!report) return tallyStep(false);
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests;
  return withRun({ passed: report.numPassedTests, failed }, isWell);
}

/** Counts the tests of Playwright's JSON report in the same way. One that passed at its second try passed, and is named as flaky. */
export function tallyPlaywright(file: string, isWell: boolean): Tally {
  const report = readReport(file) as PlaywrightReport | undefined;
  if (!report) return tallyStep(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return withRun({ passed: expected + flaky, failed: unexpected + skipped }, isWell);
}
