import { finished, type Readable, Transform } from "node:stream";
import { TransportError } from "@/server/api/problems";
import { malformed, tooLarge } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";

type Limits = {
  maxBytes: number;
  /** What refuses one byte more; unless given, the limit is named. */
  refusal?: () => Error;
};

/**
 * The bytes of a body while they are not too many and come fast enough; a Content-Length is not believed. Fails with the refusal
 * past the limit, `timeout` for a body slower than `numbers.imports.minBytesPerSecond`, and `malformed` for one that breaks off.
 */
export function pacedBody(body: Readable, { maxBytes, refusal }: Limits): AsyncIterable<Buffer> {
  const pace = paced(maxBytes, refusal ?? (() => tooLarge(`At most ${maxBytes / 1_048_576} MiB.`)));
  // Not in a pipeline, which would close the connection of a body that is refused, and with it the way of the answer.
  body.pipe(pace);
  // An error that nobody listens to yet would end the process; whoever reads gets it.
  pace.on("error", () => {});
  finished(body, (error) => error && pace.destroy(malformed("The body broke off.")));
  return pace;
}

function paced(maxBytes: number, refusal: () => Error): Transform {
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
      if (sizeBytes > maxBytes) return done(refusal());
      done(null, chunk);
    },
    destroy(error, done) {
      clearInterval(watch);
      done(error);
    },
  });
  return stream;
}
