import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from("89504e470d0a1a0a", "hex");
const maxColors = 256;

/** A picture without transparency, three bytes a pixel. */
export interface Pixels {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/**
 * The same picture in at most 256 colours. A page has few beside the edges of its letters, so nobody sees the difference, and a
 * third of the bytes is left.
 */
export function shrinkPng(png: Buffer): Buffer {
  return encodePalette(decodePng(png));
}

/** Reads a PNG as browsers write it: eight bits a channel, without alpha, not interlaced. */
export function decodePng(png: Buffer): Pixels {
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ type }) => type === "IHDR")?.data;
  if (header?.readUInt32BE(8) !== 0x08020000) throw new TypeError("not a PNG of 24 bits a pixel");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const packed = Buffer.concat(chunks.flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])));
  return { width, height, rgb: unfiltered(inflateSync(packed), width * 3, height) };
}

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** Each line says of what its bytes are the difference: nothing, the left, the upper, the mean of both, or the likeliest. */
function unfiltered(lines: Buffer, lineBytes: number, height: number): Uint8Array {
  const bytes = new Uint8Array(lineBytes * height);
  for (let line = 0; line < height; line++) {
    const filter = lines[line * (lineBytes + 1)];
    for (let index = 0; index < lineBytes; index++) {
      const at = line * lineBytes + index;
      const left = index < 3 ? 0 : (bytes[at - 3] ?? 0);
      const up = line === 0 ? 0 : (bytes[at - lineBytes] ?? 0);
      const upLeft = index < 3 || line === 0 ? 0 : (bytes[at - lineBytes - 3] ?? 0);
      const predicted = [0, left, up, (left + up) >> 1, likeliest(left, up, upLeft)][filter ?? 0] ?? 0;
      bytes[at] = (lines[line * (lineBytes + 1) + 1 + index] ?? 0) + predicted;
    }
  }
  return bytes;
}

function likeliest(left: number, up: number, upLeft: number): number {
  const [byLeft, byUp, byUpLeft] = [Math.abs(up - upLeft), Math.abs(left - upLeft), Math.abs(left + up - 2 * upLeft)];
  if (byLeft <= byUp && byLeft <= byUpLeft) return left;
  return byUp <= byUpLeft ? up : upLeft;
}

function encodePalette({ width, height, rgb }: Pixels): Buffer {
  const colors = colorsOf(rgb);
  const palette = paletteOf(colors);
  const nearest = new Map<number, number>();
  const lines = Buffer.alloc((width + 1) * height);
  for (const [pixel, color] of colors.entries()) {
    const index = nearest.get(color) ?? indexOfNearest(color, palette);
    nearest.set(color, index);
    lines[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt16BE(0x0803, 8);
  const channels = Buffer.from(palette.flatMap((color) => channelsOf(color)));
  const body = [chunk("IHDR", header), chunk("PLTE", channels), chunk("IDAT", deflateSync(lines, { level: 9 }))];
  return Buffer.concat([signature, ...body, chunk("IEND", Buffer.alloc(0))]);
}

const channelsOf = (color: number): [number, number, number] => [color >> 16, (color >> 8) & 255, color & 255];

function colorsOf(rgb: Uint8Array): Uint32Array {
  const at = (index: number) => rgb[index] ?? 0;
  return Uint32Array.from({ length: rgb.length / 3 }, (_, pixel) => {
    return (at(pixel * 3) << 16) | (at(pixel * 3 + 1) << 8) | at(pixel * 3 + 2);
  });
}

/** The most frequent colours that are not too near to one another: a rare one, such as the red of one word, has its place too. */
function paletteOf(colors: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const sorted = [...counts].toSorted(([one, countOne], [other, countOther]) => countOther - countOne || one - other);
  const byFrequency = sorted.map(([color]) => color);
  for (let distance = 0; ; distance = distance * 1.5 + 1) {
    const palette = apart(byFrequency, distance);
    if (palette.length <= maxColors) return palette;
  }
}

/** Those that are further than a distance from all chosen before them; too many of them are not counted to the end. */
function apart(colors: readonly number[], distance: number): number[] {
  const chosen: number[] = [];
  for (const color of colors) {
    if (chosen.length > maxColors) break;
    if (chosen.every((other) => distanceOf(color, other) > distance)) chosen.push(color);
  }
  return chosen;
}

function indexOfNearest(color: number, palette: readonly number[]): number {
  const distances = palette.map((candidate) => distanceOf(color, candidate));
  return distances.indexOf(Math.min(...distances));
}

/** The square of how far two colours are apart. */
function distanceOf(one: number, other: number): number {
  const [red, green, blue] = [
    (one >> 16) - (other >> 16),
    ((one >> 8) & 255) - ((other >> 8) & 255),
    (one & 255) - (other & 255),
  ];
  return red ** 2 + green ** 2 + blue ** 2;
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}
