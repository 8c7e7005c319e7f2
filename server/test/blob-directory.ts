import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { directoryStore } from "@/server/domain/blob-store/directory";

/** The sizes of all files below a folder, the shortest first. */
export async function sizesBelow(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.toSorted((a, b) => a - b);
}

/** A store of bytes in a directory of its own, which is removed with it. */
export async function openDirectory() {
  const root = await mkdtemp(join(tmpdir(), "opsdesk-blobs-"));
  return {
    root,
    store: directoryStore(root),
    sizes: () => sizesBelow(root),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
