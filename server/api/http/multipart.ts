import { randomUUID } from "node:crypto";
import { contentRange, type Part } from "./ranges";

type Source = { sizeBytes: number; contentType: string; read: (part: Part) => AsyncIterable<Uint8Array> };

/** Several parts of a file as `multipart/byteranges`, with its length, which is known before anything is read. */
export function multipartOf(parts: readonly Part[], { sizeBytes, contentType, read }: Source) {
  const boundary = randomUUID();
  const heads = parts.map(
    (part, index) =>
      `${index === 0 ? "" : "\r\n"}--${boundary}\r\ncontent-type: ${contentType}\r\ncontent-range: ${contentRange(part, sizeBytes)}\r\n\r\n`,
  );
  const end = `\r\n--${boundary}--\r\n`;
  const bodyBytes = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    sizeBytes: bodyBytes + Buffer.byteLength(heads.join("") + end),
    chunks: async function* (): AsyncGenerator<Uint8Array> {
      for (const [index, part] of parts.entries()) {
        yield Buffer.from(heads[index] ?? "");
        yield* read(part);
      }
      yield Buffer.from(end);
    },
  };
}
