import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";

/** A digest of the names and contents of all files that match `patterns`, tests left out. Relative to the working folder. */
export async function hashSources(patterns: string[]): Promise<string> {
  const paths: string[] = [];
  for await (const entry of glob(patterns, { withFileTypes: true })) {
    if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) paths.push(`${entry.parentPath}/${entry.name}`);
  }
  const hash = createHash("sha256");
  for (const path of paths.sort())
    hash
      .update(path)
      .update("\0")
      .update(await readFile(path))
      .update("\0");
  return hash.digest("hex");
}
