import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { decodePng, shrinkPng } from "./png";

const chunk = (type: string, data: Buffer) => {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length);
  numbers.writeUInt32BE(crc32(content), 4);
  return Buffer.concat([numbers.subarray(0, 4), content, numbers.subarray(4)]);
};

/** A PNG of 24 bits a pixel from lines that begin with their filter. */
function pngOf(width: number, lines: number[][]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(lines.length, 4);
  header.writeUInt16BE(0x0802, 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const packed = deflateSync(Buffer.from(lines.flat()));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))]);
}

it("reads lines of every filter", () => {
  const png = pngOf(2, [
    [0, 10, 20, 30, 40, 50, 60],
    [1, 1, 2, 3, 4, 5, 6],
    [2, 1, 1, 1, 1, 1, 1],
    [3, 5, 5, 5, 5, 5, 5],
    [4, 1, 1, 1, 250, 1, 1],
  ]);
  const lines = [
    [10, 20, 30, 40, 50, 60],
    [1, 2, 3, 5, 7, 9],
    [2, 3, 4, 6, 8, 10],
    [6, 6, 7, 11, 12, 13],
    [7, 7, 8, 5, 13, 14],
  ];
  expect(decodePng(png)).toEqual({ width: 2, height: 5, rgb: Uint8Array.from(lines.flat()) });
});

it("keeps the size of a picture, and names all its colours where they are few", () => {
  const color = fc.constantFrom([255, 255, 255], [20, 23, 28], [36, 80, 207]);
  fc.assert(
    fc.property(fc.array(fc.tuple(color, color, color), { minLength: 1, maxLength: 20 }), (rows) => {
      const shrunk = shrinkPng(
        pngOf(
          3,
          rows.map((row) => [0, ...row.flat()]),
        ),
      );
      expect([shrunk.readUInt32BE(16), shrunk.readUInt32BE(20)]).toEqual([3, rows.length]);
      expect(shrunk.toString("latin1", 37, 41)).toBe("PLTE");
      expect(shrunk.readUInt32BE(33)).toBe(3 * new Set(rows.flat().map(String)).size);
    }),
  );
});

it("keeps a rare colour apart from many that are like one another", () => {
  const red = [0xb3, 0x14, 0x1f];
  const greys = Array.from({ length: 2_000 }, (_, number) => [
    number % 200,
    (number + (number >> 8)) % 200,
    number % 197,
  ]);
  const shrunk = shrinkPng(
    pngOf(
      1,
      [...greys, ...greys, red].map((color) => [0, ...color]),
    ),
  );
  const countBytes = shrunk.readUInt32BE(33);
  const palette = Array.from({ length: countBytes / 3 }, (_, index) => [
    ...shrunk.subarray(41 + index * 3, 44 + index * 3),
  ]);
  expect(palette.length).toBeLessThanOrEqual(256);
  expect(palette).toContainEqual(red);
});

it("refuses what is no such picture", () => {
  const png = pngOf(1, [[0, 1, 2, 3]]);
  png[25] = 6;
  expect(() => decodePng(png)).toThrow(TypeError);
});
