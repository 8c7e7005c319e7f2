import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TransportError } from "@/server/api/problems";
import { malformed } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

/** A body on disk, which may be read as often as needed, and its SHA-256. */
export type Spooled = { open: () => Readable; sha256: Uint8Array };

type Limits = { maxBytes: number };

/**
 * Takes a body to a temporary file before anything is done with it, so that no transaction waits for a slow client and a body
 * that breaks off changes nothing. The file is gone when `use` is done.
 * Throws `too_large` past the limit, `timeout` for a body slower than `numbers.imports.minBytesPerSecond`, and `malformed` for
 * one that breaks off.
 */
export async function withSpooledBody<T>(
  body: Readable,
  { maxBytes }: Limits,
  use: (spooled: Spooled) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-import-"));
  const path = join(folder, "body");
  const hash = createHash("sha256");
  const pace = paced(maxBytes, (chunk) => hash.update(chunk));
  try {
    const taken = pipeline(pace, createWriteStream(path, { mode: 0o600 }));
    // Not in the pipeline, which would close the connection of a body that is refused, and with it the way of the answer.
    body.pipe(pace);
    finished(body, (error) => error && pace.destroy(malformed("The body broke off.")));
    await taken;
    return await use({ open: () => createReadStream(path), sha256: hash.digest() });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Passes bytes on while they are not too many and come fast enough. */
function paced(maxBytes: number, onChunk: (chunk: Buffer) => void): Transform {
  const { minBytesPerSecond, idleTimeoutSeconds } = numbers.imports;
  const startedAt = Date.now();
  let sizeBytes = 0;
  const watch = setInterval(() => {
    const seconds = (Date.now() - startedAt) / 1_000;
    const isTooSlow = seconds > idleTimeoutSeconds && sizeBytes / seconds < minBytesPerSecond;
    if (isTooSlow) stream.destroy(new TransportError("timeout", "The body came too slowly."));
  }, 1_000);
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return done(new TransportError("too_large", `At most ${maxBytes / 1_048_576} MiB.`));
      onChunk(chunk);
      done(null, chunk);
    },
    destroy(error, done) {
      clearInterval(watch);
      done(error);
    },
  });
  return stream;
}
