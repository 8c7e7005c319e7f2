import { createHash } from "node:crypto";
import { constants, type FileHandle, open } from "node:fs/promises";
import { storageFull } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

type Written = { sha256: Uint8Array; sizeBytes: number; head: Uint8Array };

const noRoom: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes a body to a new file while it comes, hashing one part while another is written. When it resolves, the disk has the bytes.
 * Throws `storage_full` where it has no room, and what the body throws; what was written until then stays.
 */
export async function writeFile(path: string, body: AsyncIterable<Uint8Array>): Promise<Written> {
  try {
    await using file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY);
    const written = await writeAll(file, body);
    await file.datasync();
    return written;
  } catch (error) {
    if (error instanceof Error && "code" in error && noRoom.has(error.code)) throw storageFull(error);
    throw error;
  }
}

async function writeAll(file: FileHandle, body: AsyncIterable<Uint8Array>): Promise<Written> {
  const { writeBytes, syncBytes, headBytes } = numbers.artifacts;
  const hash = createHash("sha256");
  let head = Buffer.alloc(0);
  let sizeBytes = 0;
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let syncedBytes = 0;
  let syncing: Promise<unknown> = Promise.resolve();
  let writing = Promise.resolve();
  for await (const chunk of body) {
    hash.update(chunk);
    if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
    sizeBytes += chunk.length;
    gathered.push(chunk);
    gatheredBytes += chunk.length;
    if (gatheredBytes < writeBytes) continue;
    await writing;
    writing = writeChunks(file, gathered);
    // Awaited with the next part; until then nobody listens.
    writing.catch(() => {});
    if (sizeBytes - syncedBytes >= syncBytes) {
      syncedBytes = sizeBytes;
      // So that little is left to wait for at the end; that sync is the one that counts.
      syncing = Promise.all([syncing, file.datasync()]);
      syncing.catch(() => {});
    }
    gathered = [];
    gatheredBytes = 0;
  }
  await writing;
  await writeChunks(file, gathered);
  await syncing;
  return { sha256: hash.digest(), sizeBytes, head };
}

/** A disk that is nearly full takes a part, and refuses the rest when asked again. */
async function writeChunks(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (length === 0) return;
  const { bytesWritten } = await file.writev(chunks);
  if (bytesWritten < length) await file.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
}
