import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { measureFunctions } from "./functions";
import { lengthsTable } from "./lengths";

it("measures functions of every form under the name that precedes them", () => {
  const code = `
export async function register(input: string): Promise<void> {
  await save((row) => row);
}
export const retire = (id: string) => {
  return id;
};
class Store {
  read<T>(this: Store): T {
    throw new Error();
  }
}
export default () => (
  <a href="/">desk</a>
);
`;
  expect(measureFunctions("desk.tsx", code)).toEqual([
    { name: "async function register", line: 2, lines: 3 },
    { name: "retire", line: 5, lines: 3 },
    { name: "read", line: 9, lines: 3 },
    { name: "export default", line: 13, lines: 3 },
  ]);
});

it("counts tests but not the chapters that hold them", () => {
  const code = `
describe.each([1])("hosts", () => {
  it("lists", () => {
    list();
  });
});
`;
  expect(measureFunctions("hosts.test.ts", code)).toEqual([{ name: "it", line: 3, lines: 3 }]);
});

it("refuses code that does not parse", () => {
  expect(() => measureFunctions("broken.ts", "const = 1;")).toThrow();
});

it("draws up count, median, nine of ten and the longest, against the measures", async () => {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-lengths-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const lengths = [10, 20, 30, 40, 50, 60, 70, 80, 160, 301];
  const paths = lengths.map((lines) => join(folder, `${lines}.ts`));
  for (const [index, path] of paths.entries()) await writeFile(path, "//\n".repeat(lengths[index] ?? 0));

  const table = await lengthsTable(paths);
  expect(table).toMatch(/^source files +10 +50 ≤ 60 +160 > 150 +301 > 300$/m);
  expect(table).toMatch(/^ +301 {2}.*301\.ts\n +160 {2}.*160\.ts\n +80 {2}.*80\.ts$/m);
  expect(table).toMatch(/^test files +0 /m);
});
