import { readFile } from "node:fs/promises";
import { measureFunctions } from "./functions";

type Length = { lines: number; where: string };
type Measure = { median: number; most: number; limit: number };

/** What the lengths are held against: a mirror, not a gate. `most` is for nine of ten. */
const measures = {
  "source files": { median: 60, most: 150, limit: 300 },
  "test files": { median: 100, most: 250, limit: 400 },
  functions: { median: 20, most: 40, limit: 60 },
} satisfies Record<string, Measure>;

const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path);

/** Draws up the lengths of files and functions, in lines: how many, median, 90 %, maximum, and the three longest of each. */
export async function lengthsTable(paths: string[]): Promise<string> {
  const files = await Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, "utf8") })));
  const fileLengths = files.map(({ path, text }) => ({ where: path, lines: text.trimEnd().split("\n").length }));
  const lengths: Record<keyof typeof measures, Length[]> = {
    "source files": fileLengths.filter(({ where }) => !isTest(where)),
    "test files": fileLengths.filter(({ where }) => isTest(where)),
    functions: files.flatMap(({ path, text }) =>
      measureFunctions(path, text).map(({ name, line, lines }) => ({ lines, where: `${path}:${line} ${name}` })),
    ),
  };
  const kinds = Object.keys(measures) as (keyof typeof measures)[];
  const heading = row("lengths in lines", "count", "median", "90 %", "max");
  return [heading, ...kinds.map((kind) => section(kind, measures[kind], lengths[kind]))].join("\n");
}

function section(kind: string, measure: Measure, lengths: Length[]): string {
  const sorted = lengths.toSorted((a, b) => b.lines - a.lines);
  const cells = [
    against(quantile(sorted, 0.5), measure.median),
    against(quantile(sorted, 0.9), measure.most),
    against(quantile(sorted, 1), measure.limit),
  ];
  const longest = sorted.slice(0, 3).map(({ lines, where }) => `${String(lines).padStart(6)}  ${where}`);
  return [row(kind, String(sorted.length), ...cells), ...longest].join("\n");
}

/** The length that the given share of the lengths, sorted from the longest, does not exceed. */
function quantile(sorted: Length[], share: number): number {
  return sorted[sorted.length - Math.ceil(sorted.length * share)]?.lines ?? 0;
}

function against(lines: number, measure: number): string {
  return `${lines}${lines > measure ? " > " : " ≤ "}${measure}`;
}

function row(kind: string, ...cells: string[]): string {
  return kind.padEnd(18) + cells.map((cell) => cell.padStart(12)).join("");
}
