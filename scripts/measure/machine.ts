import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { promisify } from "node:util";
import { findPostgresBinaries } from "@/scripts/postgres/binaries";

/** What was measured, and on what: facts that a figure means nothing without. Never a name or a path of this machine. */
export async function describeMachine(): Promise<string> {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  // The folder may belong to somebody else, which git refuses unless told.
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", ["-c", "safe.directory=*", ...args])).stdout.trim();
  const isChanged = (await git("status", "--porcelain")) !== "";
  const commit = `${await git("rev-parse", "--short", "HEAD")}${isChanged ? " with changes" : ""}`;
  const facts = [
    new Date().toISOString().slice(0, 10),
    `OpsDesk ${version} (commit ${commit})`,
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "unknown"})`,
    `${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `load before the run ${(loadavg()[0] ?? 0).toFixed(1)}`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${findPostgresBinaries().version}`,
  ];
  return `${facts.join(", ")}.`;
}
