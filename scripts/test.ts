import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildWhenStale } from "./build/build";
import { installPackages } from "./test/packages";
import { runProgram } from "./test/program";
import { type Tally, tallyPlaywright, tallyStep, tallyVitest } from "./test/tally";

const reports = mkdtempSync(join(tmpdir(), "opsdesk-test-"));
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");

const shutdown = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => shutdown.abort());

const options = {
  signal: shutdown.signal,
  environment: {
    ...process.env,
    // The programs of the packages, and the packaged Node before the machine's.
    PATH: `${resolve("node_modules/.bin")}:${process.env.PATH}`,
    PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
  },
};

function announce(title: string): void {
  console.log(`\n━━ ${title}`);
}

async function check(): Promise<Tally> {
  announce("Check: lint, types, unused code");
  return tallyStep(await runProgram("tsx", ["scripts/check.ts"], options));
}

async function test(): Promise<Tally> {
  announce("Tests");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`];
  return tallyVitest(vitestReport, await runProgram("vitest", ["run", ...reporters], options));
}

async function build(): Promise<Tally> {
  announce("Build");
  try {
    await buildWhenStale(shutdown.signal);
    return tallyStep(true);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return tallyStep(false);
  }
}

async function testInBrowser(canRun: boolean): Promise<Tally> {
  announce("Browser tests");
  if (canRun) {
    return tallyPlaywright(playwrightReport, await runProgram("playwright", ["test", "--reporter=list,json"], options));
  }
  console.error("Not run, because the build failed or programs are missing; counted as failed.");
  return tallyStep(false);
}

const hasPackages = await installPackages(shutdown.signal);
const checked = await check();
const tested = await test();
const built = await build();
const browsed = await testInBrowser(hasPackages && built.failed === 0);
rmSync(reports, { recursive: true });

const tallies = [tallyStep(hasPackages), checked, tested, built, browsed];
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
