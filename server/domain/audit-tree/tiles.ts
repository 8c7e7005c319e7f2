import { nodeHashNow, rootOfHashes } from "./hash";
import { type Range, splitOf } from "./proof";

/** How many hashes a full tile has, and how many bytes each. */
const tileWidth = 256;
const hashBytes = 32;

/** A tile by its level, or a bundle of entries, by its number. `width` is less than 256 where only a part is meant. */
export type TileName = { level: number | "entries"; tileIndex: number; width: number };

/** Where a tile lies (C2SP tlog-tiles): `0/x001/x234/067` or `entries/000.p/7`. */
export function tilePath({ level, tileIndex, width }: TileName): string {
  const digits = String(tileIndex);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  const path = groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join("/");
  return `${level}/${path}${width < tileWidth ? `.p/${width}` : ""}`;
}

/** The tile that lies there; undefined for a path that is spelt in any other way than `tilePath` does. */
export function parseTilePath(path: string): TileName | undefined {
  const [, at, groups, part] = /^(\d{1,2}|entries)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (at === undefined || groups === undefined) return undefined;
  const level = at === "entries" ? at : Number(at);
  const tile: TileName = { level, tileIndex: Number(groups.replaceAll(/[x/]/g, "")), width: Number(part ?? tileWidth) };
  const isKnown = (level === "entries" || level < 64) && Number.isSafeInteger(tile.tileIndex) && tile.width > 0;
  return isKnown && tilePath(tile) === path ? tile : undefined;
}

/** How many hashes a tile has in a tree of `size` leaves; 0 where there is none. */
export function widthOf(level: number, tileIndex: number, size: number): number {
  const hashes = Math.floor(size / tileWidth ** level) - tileIndex * tileWidth;
  return Math.max(0, Math.min(tileWidth, hashes));
}

/** All tiles of a tree of `size` leaves, and as wide as they are in it. */
export function* tilesOf(size: number): Generator<TileName & { level: number }> {
  for (let level = 0; widthOf(level, 0, size) > 0; level++) {
    for (let tileIndex = 0; widthOf(level, tileIndex, size) > 0; tileIndex++) {
      yield { level, tileIndex, width: widthOf(level, tileIndex, size) };
    }
  }
}

/** The hashes of a tile, one by one. */
export function hashesOf(tile: Uint8Array): Uint8Array[] {
  const count = Math.floor(tile.length / hashBytes);
  return Array.from({ length: count }, (_, place) => tile.subarray(place * hashBytes, (place + 1) * hashBytes));
}

/** A place in the store of tiles. */
export type TilePlace = { level: number; tileIndex: number };

/** The subtrees without gaps that a range of leaves, as RFC 6962 splits them, is made of. */
function completeParts({ start, end }: Range): Range[] {
  const size = end - start;
  if (size === 1 || splitOf(size) * 2 === size) return [{ start, end }];
  const middle = start + splitOf(size);
  return [{ start, end: middle }, ...completeParts({ start: middle, end })];
}

function placeOf({ start, end }: Range): TilePlace & { from: number; to: number } {
  let level = 0;
  while (tileWidth ** (level + 1) <= end - start) level += 1;
  const [first, last] = [start / tileWidth ** level, end / tileWidth ** level];
  const tileIndex = Math.floor(first / tileWidth);
  return { level, tileIndex, from: first - tileIndex * tileWidth, to: last - tileIndex * tileWidth };
}

const nameOf = ({ level, tileIndex }: TilePlace) => `${level}/${tileIndex}`;

/** The tiles in which the hashes of these ranges are found, each once. */
export function placesFor(ranges: readonly Range[]): TilePlace[] {
  const places = ranges.flatMap(completeParts).map(placeOf);
  return [
    ...new Map(places.map(({ level, tileIndex }) => [nameOf({ level, tileIndex }), { level, tileIndex }])).values(),
  ];
}

export type Tile = TilePlace & { hashes: Uint8Array };

/** The hashes of ranges, from the tiles that `placesFor` names. Throws where one is missing or too short. */
export function rangeHashes(ranges: readonly Range[], tiles: readonly Tile[]): Uint8Array[] {
  const known = new Map(tiles.map((tile) => [nameOf(tile), hashesOf(tile.hashes)]));
  const hashOf = (part: Range) => {
    const { from, to, ...place } = placeOf(part);
    const hashes = known.get(nameOf(place))?.slice(from, to) ?? [];
    if (hashes.length !== to - from) throw new Error(`the tile ${nameOf(place)} is missing, or too short`);
    return rootOfHashes(hashes);
  };
  return ranges.map((range) =>
    completeParts(range)
      .map(hashOf)
      .reduceRight((right, left) => nodeHashNow(left, right)),
  );
}
