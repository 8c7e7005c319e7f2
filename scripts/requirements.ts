import { globSync, readFileSync } from "node:fs";

/** The rows of docs/requirements.md, and which of them no test and no measure has in a title. */
const requirements = Array.from(
  readFileSync("docs/requirements.md", "utf8").matchAll(/^\| (R-[A-Z0-9]+-\d+) \| ([BSX]) \| (.*) \|$/gm),
  ([, id = "", rank = "", statement = ""]) => ({ id, rank, statement }),
);

const proofs = globSync(["{app,db,deploy,nginx,scripts,server}/**/*.test.ts", "e2e/**/*.spec.ts", "bench/**/*.ts"]);
const proven = new Set(proofs.flatMap((path) => readFileSync(path, "utf8").match(/\bR-[A-Z0-9]+-\d+\b/g) ?? []));

const open = requirements.filter(({ id }) => !proven.has(id));
for (const { id, rank, statement } of open) console.log(`${rank}  ${id.padEnd(9)} ${statement.slice(0, 120)}`);
console.log(`\n${requirements.length - open.length} of ${requirements.length} requirements have a test or a measure.`);

const unknown = [...proven].filter((id) => !requirements.some((requirement) => requirement.id === id));
if (unknown.length > 0) {
  console.error(`No such requirement, but a test has its id: ${unknown.join(", ")}.`);
  process.exitCode = 1;
}
