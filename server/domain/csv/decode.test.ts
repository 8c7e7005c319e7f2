import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "./decode";

async function* inChunks(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

async function decoded(bytes: Uint8Array, chunkLength = bytes.length): Promise<string> {
  return (await Readable.from(decodeText(inChunks(bytes, chunkLength))).toArray()).join("");
}

const encodings: [string, (text: string) => Buffer][] = [
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-8 with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16 little-endian", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16 big-endian", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
];

describe.each(encodings)("decodeText of %s", (_name, encode) => {
  it("gives back any text, however it is cut into chunks, with every line ended by a line feed", async () => {
    const unit = fc.oneof(
      fc.constantFrom("\r", "\n", "\r\n", ",", "é", "陈", "☕", "😀"),
      fc.string({ unit: "grapheme" }),
    );
    const anyText = fc.array(unit).map((units) => `a${units.join("")}`);
    await fc.assert(
      fc.asyncProperty(anyText, fc.integer({ min: 1, max: 7 }), async (text, chunkLength) => {
        expect(await decoded(encode(text), chunkLength)).toBe(text.replaceAll(/\r\n?/g, "\n"));
      }),
    );
  });
});

describe("decodeText", () => {
  it("refuses bytes that are not of the encoding, with their line", async () => {
    const latin1 = Buffer.from("hostname\nweb-1\nd.yılmaz,Zürich\n", "latin1");
    await expect(decoded(latin1, 5)).rejects.toMatchObject({ code: "invalid", errors: [{ path: "line 3" }] });
  });

  it("refuses a file that ends inside a character", async () => {
    const cut = Buffer.from("hostname\ncafé").subarray(0, -1);
    await expect(decoded(cut)).rejects.toMatchObject({ code: "invalid", errors: [{ path: "line 2" }] });
  });

  it("gives nothing for an empty file", async () => {
    expect(await decoded(new Uint8Array())).toBe("");
  });
});
