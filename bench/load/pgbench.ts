import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BenchDatabase } from "@/bench/desk/database";
import type { Effort } from "@/bench/measurement";

/** Where Debian puts it. */
const program = "/usr/bin/pgbench";

const run = promisify(execFile);

/**
 * How many times a second PostgreSQL answers a statement, prepared, to 16 clients without any Node between: once a round, or nothing
 * where there is no pgbench.
 */
export async function pgbenchRates(
  { dataDirectory, serverUrl }: BenchDatabase,
  statement: string,
  { rounds, loadSeconds, signal }: Effort,
): Promise<number[]> {
  if (!existsSync(program)) return [];
  const script = join(dataDirectory, "statement.sql");
  await writeFile(script, `${statement};\n`);
  const options = ["--no-vacuum", "--protocol=prepared", "--client=16", "--jobs=2", `--time=${Math.ceil(loadSeconds)}`];
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await run(program, [...options, `--file=${script}`, serverUrl], { signal });
    const rate = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
    if (rate === undefined) throw new Error(`pgbench said ${stdout}`);
    rates.push(Number(rate));
  }
  return rates;
}
