import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const settings = ["biome.json", ".oxlintrc.json", "tsconfig.json", "knip.json", "package.json", ".gitignore"];

/** What a tool found: its rule, where, and the line if the tool says one. */
export type Finding = { rule: string; path: string; line?: number };

/** A folder of its own with our settings of every tool, our packages, and no other files than the given ones. */
export class PlantedProject {
  private constructor(private readonly folder: string) {}

  static async plant(files: Record<string, string>): Promise<PlantedProject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "opsdesk-gates-")));
    for (const name of settings) await cp(name, join(folder, name));
    await symlink(resolve("node_modules"), join(folder, "node_modules"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return new PlantedProject(folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  async biome(): Promise<Finding[]> {
    const output = await this.output("biome", "lint", "--reporter=json", "--max-diagnostics=none");
    const { diagnostics } = JSON.parse(output) as {
      diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
    };
    return diagnostics.map(({ category, location }) => ({
      rule: category.split("/").at(-1) ?? category,
      path: location.path,
      line: location.start.line,
    }));
  }

  async oxlint(...folders: string[]): Promise<Finding[]> {
    const output = await this.output("oxlint", "--format=json", ...folders);
    const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
    return diagnostics.map(({ code, filename }) => ({ rule: code.replace(/.*\((.*)\)/, "$1"), path: filename }));
  }

  async tsc(): Promise<Finding[]> {
    const output = await this.output("tsc", "--noEmit", "--incremental", "false", "--pretty", "false");
    const errors = output.matchAll(/^(?<path>[^\n(]+)\((?<line>\d+),\d+\): error (?<rule>TS\d+)/gm);
    return [...errors].map(({ groups = {} }) => ({ rule: groups.rule ?? "", path: groups.path ?? "" }));
  }

  async knip(): Promise<Finding[]> {
    const { issues } = JSON.parse(await this.output("knip", "--no-progress", "--reporter=json")) as {
      issues: ({ file: string } & Record<string, unknown>)[];
    };
    return issues.flatMap(({ file, ...kinds }) =>
      Object.entries(kinds)
        .filter(([, found]) => Array.isArray(found) && found.length > 0)
        .map(([kind]) => ({ rule: kind, path: file })),
    );
  }

  /** What a tool prints on its standard output, whether it is content or not. */
  private async output(program: string, ...args: string[]): Promise<string> {
    const options = { cwd: this.folder, maxBuffer: 64 * 1024 * 1024 };
    try {
      return (await promisify(execFile)(resolve("node_modules/.bin", program), args, options)).stdout;
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }
}
