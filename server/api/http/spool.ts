import { createHash } from "node:crypto";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pacedBody } from "./paced-body";

/** A body on disk, which may be read as often as needed, and its SHA-256. */
export type Spooled = { open: () => AsyncIterable<Uint8Array>; sha256: Uint8Array };

type Limits = { maxBytes: number };

const readBytes = 65_536;

/**
 * Takes a body to a temporary file before anything is done with it, so that no transaction waits for a slow client and a body
 * that breaks off changes nothing. The file has no name, so that it is gone when `use` is done or the process is, however it ends.
 * Throws `too_large` past the limit, `timeout` for a body slower than `numbers.imports.minBytesPerSecond`, and `malformed` for
 * one that breaks off.
 */
export async function withSpooledBody<T>(
  body: Readable,
  { maxBytes }: Limits,
  use: (spooled: Spooled) => Promise<T>,
): Promise<T> {
  await using file = await openNameless();
  const hash = createHash("sha256");
  for await (const chunk of pacedBody(body, { maxBytes })) {
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return await use({ open: () => readAll(file), sha256: hash.digest() });
}

/** Opens a temporary file and takes its name away. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-import-"));
  try {
    return await open(join(folder, "body"), "wx+", 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** From the beginning, whatever others read meanwhile. */
async function* readAll(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(readBytes), 0, readBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
