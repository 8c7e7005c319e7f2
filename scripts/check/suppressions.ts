import { readFile } from "node:fs/promises";

/** The rules that hold without exceptions; a comment that names one, its group, or no rule at all switches it off. */
const absolute =
  /biome-ignore(-all|-start)?\s+lint(\/(style|suspicious))?(\/(noRestrictedImports|noProcessEnv|noRestrictedGlobals|useFilenamingConvention|noImportCycles))?\s*(\(|:)/;

/** Finds the comments that switch off a rule of layers, cycles, environment or file names, as `path:line: sentence`. */
export async function suppressions(paths: string[]): Promise<string[]> {
  const found = paths.map(async (path) =>
    suppressedLines(await readFile(path, "utf8")).map((line) => `${path}:${line}: this rule holds without exceptions`),
  );
  return (await Promise.all(found)).flat();
}

/** The numbers of the lines whose comment switches off one of the absolute rules. */
export function suppressedLines(text: string): number[] {
  return text.split("\n").flatMap((line, index) => (absolute.test(line) ? [index + 1] : []));
}
