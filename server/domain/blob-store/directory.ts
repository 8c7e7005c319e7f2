import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { v7 as newId } from "uuid";
import { numbers } from "@/server/domain/numbers";
import type { BlobStore, OpenedBlob } from "./blob-store";
import { writeFile } from "./write-file";

/**
 * A store in a directory: `incoming/` for what is on its way, `sha256/ab/cd/…` for the rest. Both are on one file system, so that
 * a rename puts whole bytes into their place. Modes are left to the umask, because a web server may have to read the files.
 */
export function directoryStore(root: string): BlobStore {
  const incoming = join(root, "incoming");
  const fileOf = (sha256: Uint8Array) => join(root, placeOf(sha256));
  return {
    placeOf,
    stage: async (body) => {
      await mkdir(incoming, { recursive: true });
      const path = join(incoming, newId());
      const dispose = () => rm(path, { force: true });
      try {
        const written = await writeFile(path, body);
        return { ...written, keep: () => moveInto(root, path, written.sha256), [Symbol.asyncDispose]: dispose };
      } catch (error) {
        await dispose();
        throw error;
      }
    },
    open: async (sha256) => {
      const file = await unlessMissing(open(fileOf(sha256)));
      return file && asOpened(file);
    },
    remove: async (sha256) => {
      await rm(fileOf(sha256), { force: true });
      await unlessMissing(syncFolder(dirname(fileOf(sha256))));
    },
    removeLeftovers: (idleMilliseconds) => removeIdle(incoming, idleMilliseconds),
  };
}

/** Made of the digest alone: whatever anybody calls a file, its path is 64 hexadecimal digits. */
function placeOf(sha256: Uint8Array): string {
  if (sha256.length !== 32) throw new TypeError("a SHA-256 has 32 bytes");
  const digits = Buffer.from(sha256).toString("hex");
  return join("sha256", digits.slice(0, 2), digits.slice(2, 4), digits);
}

async function moveInto(root: string, path: string, sha256: Uint8Array): Promise<void> {
  const target = join(root, placeOf(sha256));
  await mkdir(dirname(target), { recursive: true });
  await rename(path, target);
  // All of them each time: one that another upload has just made may not have been synced yet.
  for (let folder = dirname(target); folder !== root; folder = dirname(folder)) await syncFolder(folder);
  await syncFolder(root);
}

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path);
  await folder.sync();
}

async function asOpened(file: FileHandle): Promise<OpenedBlob> {
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    read: (from, to) => readRange(file, from, to),
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function* readRange(file: FileHandle, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let position = from; position < to; ) {
    const length = Math.min(numbers.artifacts.readBytes, to - position);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) throw new Error("the file is shorter than it was");
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function removeIdle(folder: string, idleMilliseconds: number): Promise<number> {
  const names = (await unlessMissing(readdir(folder))) ?? [];
  let removed = 0;
  for (const name of names) {
    const path = join(folder, name);
    const found = await unlessMissing(stat(path));
    if (!found || Date.now() - found.mtimeMs < idleMilliseconds) continue;
    await rm(path, { force: true, recursive: true });
    removed += 1;
  }
  return removed;
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
