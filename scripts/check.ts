import { misnamed } from "./check/file-names";
import { lengthsTable } from "./check/lengths";
import { listSources, topLevel } from "./check/sources";
import { run, runSteps, type Step } from "./check/steps";
import { suppressions } from "./check/suppressions";

const sources = await listSources();

// Both compilers below read the types that Next.js derives from the routes.
const routeTypes: Step = { name: "route types", findings: () => run("next", "typegen") };

const steps: Step[] = [
  { name: "format and lint", findings: () => run("biome", "check", "--error-on-warnings", "--max-diagnostics=none") },
  // Folders by name: oxlint panics on the links in node_modules.
  { name: "type-aware lint", findings: () => run("oxlint", "--deny-warnings", ...topLevel(sources)) },
  { name: "types", findings: () => run("tsc", "--noEmit", "--pretty", "false") },
  { name: "unused code", findings: () => run("knip", "--no-progress", "--treat-config-hints-as-errors") },
  { name: "file names", findings: async () => misnamed(sources).join("\n") },
  { name: "exceptions", findings: async () => (await suppressions(sources)).join("\n") },
  { name: "generated documents", findings: () => run("tsx", "scripts/write-docs.ts", "--check") },
  { name: "lock file", findings: () => run("node", "scripts/complete-lock.mjs", "--check") },
];

const print = (text: string) => process.stdout.write(`${text}\n`);
const areTypesDerived = await runSteps([routeTypes], print);
const areStepsWell = await runSteps(steps, print);
print(`\n${await lengthsTable(sources)}`);
process.exitCode = areTypesDerived && areStepsWell ? 0 : 1;
