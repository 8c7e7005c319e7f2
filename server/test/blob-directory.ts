import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerOptions } from "@/server/api/server";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import { directoryStore } from "@/server/domain/blob-store/directory";

/** The sizes of all files below a folder, the shortest first. */
export async function sizesBelow(folder: string): Promise<number[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.toSorted((a, b) => a - b);
}

/** Artifacts of a server of a test: up to a mebibyte each, without quotas. */
export const artifactsIn = (store: BlobStore): ServerOptions["artifacts"] => ({
  store,
  maxBytes: 1_048_576,
  quotas: { perUserBytes: 0, totalBytes: 0 },
  isSentByNginx: false,
});

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
