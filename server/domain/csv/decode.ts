import { invalid } from "@/server/domain/errors";

/** A file that can be read more than once, each time from its beginning. */
export type TextSource = { open: () => AsyncIterable<Uint8Array> };

const lineFeed = 0x0a;

/**
 * Reads bytes as text: UTF-8 unless a byte order mark says UTF-16. The mark is left out, and every line ends with `\n`.
 * Throws `invalid`, with the line, for bytes that are not of that encoding, because guessing another would garble names.
 */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: ReturnType<typeof strictDecoder> | undefined;
  let heldReturn = "";
  for await (const chunk of withWholeMark(bytes)) {
    decode ??= strictDecoder(encodingOf(chunk));
    const text = heldReturn + decode(chunk);
    // Its line feed may come with the next chunk.
    heldReturn = text.endsWith("\r") ? "\r" : "";
    yield (heldReturn ? text.slice(0, -1) : text).replaceAll(/\r\n?/g, "\n");
  }
  yield (heldReturn + (decode?.() ?? "")).replace("\r", "\n");
}

/** The same bytes, the first chunk long enough to hold a byte order mark. */
async function* withWholeMark(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of bytes) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 2) continue;
    yield head;
    head = undefined;
  }
  if (head) yield head;
}

function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return "utf-8";
}

/** Decodes chunk after chunk, and what is left when called without one. */
function strictDecoder(encoding: ReturnType<typeof encodingOf>): (chunk?: Uint8Array) => string {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  return (chunk) => {
    try {
      if (!chunk) return decoder.decode();
      let text = "";
      for (const piece of lines(chunk)) {
        text += decoder.decode(piece, { stream: true });
        if (piece.at(-1) === lineFeed) line += 1;
      }
      return text;
    } catch {
      const [name, remedy] = encoding === "utf-8" ? ["UTF-8", "as UTF-8 or UTF-16"] : ["UTF-16", "again"];
      throw invalid(`Line ${line} is not ${name} text. Save the file ${remedy}.`, [
        { path: `line ${line}`, message: `Not ${name} text.` },
      ]);
    }
  };
}

/** Cut after each line feed, so that a fault can be told with its line. */
function* lines(chunk: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
    yield chunk.subarray(start, end + 1);
    start = end + 1;
  }
  yield chunk.subarray(start);
}
