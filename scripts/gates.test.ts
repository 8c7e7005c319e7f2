import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { misnamed } from "./check/file-names";
import { type Imports, plantedImports } from "./check/planted-imports";
import { type Finding, PlantedProject } from "./check/planted-project";
import {
  acceptedByBiome,
  acceptedByOxlint,
  type Case,
  knipEntry,
  refusedByBiome,
  refusedByKnip,
  refusedByOxlint,
  refusedByTypeScript,
} from "./check/planted-violations";
import { suppressedLines } from "./check/suppressions";

/** The planted imports, one a line of its file. */
const importCases = Object.entries(plantedImports).flatMap(([path, { allowed, refused }]) => {
  const statements = [...statementsOf(allowed), ...statementsOf(refused)];
  const countAllowed = statementsOf(allowed).length;
  return statements.map((text, index) => ({ path, line: index + 1, text, isRefused: index >= countAllowed }));
});

function statementsOf({ specifiers, statements = [] }: Imports): string[] {
  const words = specifiers.split(/\s+/).filter(Boolean);
  return [...words.map((word) => `import "${word}";`), ...statements];
}

function filesOf(cases: Case[]): Record<string, string> {
  return Object.fromEntries(cases.map(([, path, text]) => [path, text]));
}

describe("Biome", () => {
  let project: PlantedProject;
  let findings: Finding[];
  beforeAll(async () => {
    const importing = Map.groupBy(importCases, ({ path }) => path);
    project = await PlantedProject.plant({
      ...Object.fromEntries([...importing].map(([path, cases]) => [path, cases.map(({ text }) => text).join("\n")])),
      ...filesOf([...refusedByBiome, ...acceptedByBiome]),
    });
    findings = await project.biome();
  }, 60_000);
  afterAll(() => project.remove());

  it.each(importCases.filter(({ isRefused }) => isRefused))("refuses in $path: $text", ({ path, line }) => {
    expect(findings).toContainEqual({ rule: "noRestrictedImports", path, line });
  });
  it.each(importCases.filter(({ isRefused }) => !isRefused))("accepts in $path: $text", ({ path, line }) => {
    expect(findings).not.toContainEqual({ rule: "noRestrictedImports", path, line });
  });

  it.each(refusedByBiome)("%s refuses %s", (rule, path) => {
    expect(findings).toContainEqual(expect.objectContaining({ rule, path }));
  });
  it.each(acceptedByBiome)("%s accepts %s", (rule, path) => {
    expect(findings).not.toContainEqual(expect.objectContaining({ rule, path }));
  });
});

describe("the tools that know types and usage", () => {
  let project: PlantedProject;
  let found: { oxlint: Finding[]; tsc: Finding[]; knip: Finding[] };
  beforeAll(async () => {
    project = await PlantedProject.plant({
      "server/main.ts": knipEntry,
      ...filesOf([...refusedByOxlint, ...acceptedByOxlint, ...refusedByTypeScript, ...refusedByKnip]),
    });
    found = { oxlint: await project.oxlint("server", "app"), tsc: await project.tsc(), knip: await project.knip() };
  }, 60_000);
  afterAll(() => project.remove());

  it.each(refusedByOxlint)("oxlint's %s refuses %s", (rule, path) => {
    expect(found.oxlint).toContainEqual(expect.objectContaining({ rule, path }));
  });
  it.each(acceptedByOxlint)("oxlint's %s accepts %s", (rule, path) => {
    expect(found.oxlint).not.toContainEqual(expect.objectContaining({ rule, path }));
  });
  it.each(refusedByTypeScript)("TypeScript's %s refuses %s", (rule, path) => {
    expect(found.tsc).toContainEqual(expect.objectContaining({ rule, path }));
  });
  it.each(refusedByKnip)("knip finds %s in %s", (rule, path) => {
    expect(found.knip).toContainEqual(expect.objectContaining({ rule, path }));
  });
});

describe("file names", () => {
  it.each([
    ["server/domain/hosts/service.ts", "says nothing"],
    ["server/domain/hosts/validation.ts", "the folder of a noun"],
    ["server/domain/hosts/queries/list.ts", "the folder of a noun"],
    ["server/domain/audit-events/types.ts", "says nothing"],
    ["app/_lib/utils.ts", "says nothing"],
    ["server/domain/common/dates.ts", "says nothing"],
    ["e2e/helpers/sign-in.ts", "says nothing"],
    ["server/routes/hosts.ts", "no folder routes/"],
    ["src/index.ts", "no folder src/"],
    ["app/(desk)/auditEvents/page.tsx", "not in kebab-case"],
    ["seed.ts", "code at the root"],
  ])("refuses %s", (path, complaint) => {
    expect(misnamed([path]).join()).toContain(complaint);
  });

  it.each([
    "server/domain/hosts/mutations.ts",
    "server/domain/hosts/import.test.ts",
    "server/domain/audit-events/queries.ts",
    "server/domain/audit-tree/seal.ts",
    "db/schema/audit-events.ts",
    "app/(desk)/hosts/[id]/_components/host-form.tsx",
    "app/api/[[...path]]/route.ts",
    "next.config.ts",
  ])("accepts %s", (path) => {
    expect(misnamed([path])).toEqual([]);
  });
});

describe("comments that switch a gate off", () => {
  // Put together here, so that this file does not hold one.
  const ignoring = (rest: string) => `// biome-${"ignore"}${rest}: just this once`;

  it.each([
    " lint/style/noRestrictedImports",
    "-all lint/style/noProcessEnv",
    "-start lint/suspicious/noImportCycles",
    " lint/style",
    " lint",
  ])("refuses one that ends in%s", (rest) => {
    expect(suppressedLines(`const a = 1;\n${ignoring(rest)}\n`)).toEqual([2]);
  });

  it("accepts one of another rule", () => {
    expect(suppressedLines(ignoring(" lint/a11y/useSemanticElements"))).toEqual([]);
  });
});
