import { glob } from "node:fs/promises";

/** What tools write below the root; everything else is ours. */
const generated = ["node_modules/**", "dist/**", "data/**", "next-env.d.ts"];

/** Lists every file of code below a folder, the working folder unless told, as sorted paths from there. */
export async function listSources(folder = "."): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of glob("**/*.{ts,tsx,mjs}", { cwd: folder, exclude: generated })) paths.push(path);
  return paths.sort();
}

/** The top-level folders and files that hold code, for tools that are told by name where to look. */
export function topLevel(paths: string[]): string[] {
  return [...new Set(paths.map((path) => path.replace(/\/.*/, "")))];
}
