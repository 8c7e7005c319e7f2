import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";

const run = promisify(execFile);

/** What LibreOffice makes of a CSV file: the cells that it takes for formulas, and all of them as it saves them to CSV again. */
export type Opened = { formulas: string[]; cells: string[][]; csv: string };

/** Commas, quotes, UTF-8, from the first line on: what its window proposes for such a file. */
const filter = "44,34,76,1";

/** Opens CSV files in LibreOffice, saves them as its own, and those as CSV again. */
export async function openInSpreadsheet<Name extends string>(
  files: Record<Name, string>,
): Promise<Record<Name, Opened>> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-spreadsheet-"));
  try {
    const names = Object.keys(files) as Name[];
    await Promise.all(names.map((name) => writeFile(join(folder, `${name}.csv`), files[name])));
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const convert = (from: string, to: string, ...options: string[]) =>
      run("soffice", [
        ...[profile, "--headless", ...options, "--convert-to", to, "--outdir", folder],
        ...names.map((name) => join(folder, `${name}.${from}`)),
      ]);
    await convert("csv", "fods", `--infilter=CSV:${filter}`);
    await convert("fods", `csv:Text - txt - csv (StarCalc):${filter}`);
    const opened = names.map(async (name) => {
      const csv = await readFile(join(folder, `${name}.csv`), "utf8");
      const sheet = await readFile(join(folder, `${name}.fods`), "utf8");
      const formulas = Array.from(sheet.matchAll(/table:formula="([^"]*)"/g), ([, formula = ""]) => formula);
      return [name, { formulas, csv, cells: parse(csv) }];
    });
    return Object.fromEntries(await Promise.all(opened)) as Record<Name, Opened>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
