import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventHashNow, leafHashNow, rootOfHashes } from "./hash";
import { areEqual, consistencyRanges, entryOf, inclusionRanges, isConsistent, isIncluded, leafHash } from "./proof";
import { hashesOf, parseTilePath, placesFor, rangeHashes, type Tile, tilePath, tilesOf, widthOf } from "./tiles";

const leaves = Array.from({ length: 66_500 }, (_, index) => createHash("sha256").update(String(index)).digest());
const levels = [leaves, parentsOf(leaves), parentsOf(parentsOf(leaves))];

/** The roots of the full tiles over these hashes. */
function parentsOf(hashes: readonly Uint8Array[]): Uint8Array[] {
  const full = Math.floor(hashes.length / 256);
  return Array.from({ length: full }, (_, place) => rootOfHashes(hashes.slice(place * 256, place * 256 + 256)));
}

/** The stored tiles of a tree of `size` leaves. */
function storeOf(size: number): Tile[] {
  return Array.from(tilesOf(size), ({ level, tileIndex, width }) => {
    const hashes = levels[level]!.slice(tileIndex * 256, tileIndex * 256 + width);
    return { level, tileIndex, hashes: Buffer.concat(hashes) };
  });
}

describe("a tile's path", () => {
  it.each([
    [{ level: 0, tileIndex: 0, width: 256 }, "0/000"],
    [{ level: 1, tileIndex: 1_234_067, width: 256 }, "1/x001/x234/067"],
    [{ level: 63, tileIndex: 999, width: 255 }, "63/999.p/255"],
    [{ level: "entries" as const, tileIndex: 1_000, width: 7 }, "entries/x001/000.p/7"],
  ])("of %j is %s", (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each([
    "",
    "0",
    "0/0",
    "00/000",
    "64/000",
    "0/x000/001",
    "0/1000",
    "0/000.p/0",
    "0/000.p/256",
    "0/000.p/01",
    "x/000",
  ])("is not %j", (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});

describe("the tiles of a tree", () => {
  it("are as many as C2SP says for 70,000 leaves and for 256", () => {
    const tiles = [...tilesOf(70_000)];
    expect(tiles.filter(({ level, width }) => level === 0 && width === 256)).toHaveLength(273);
    expect(tiles.filter(({ level, width }) => level > 0 || width < 256)).toEqual([
      { level: 0, tileIndex: 273, width: 112 },
      { level: 1, tileIndex: 0, width: 256 },
      { level: 1, tileIndex: 1, width: 17 },
      { level: 2, tileIndex: 0, width: 1 },
    ]);
    expect([...tilesOf(256)]).toHaveLength(2);
    expect([...tilesOf(0)]).toEqual([]);
    expect([widthOf(0, 1, 256), widthOf(0, 0, 300), widthOf(1, 0, 255)]).toEqual([0, 256, 0]);
  });

  it("R-AUD-5 R-AUD-8 hold what proves any leaf and any former size, few of them a proof", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: leaves.length }), fc.nat(), async (size, other) => {
        const store = storeOf(size);
        const hashes = (ranges: Parameters<typeof rangeHashes>[0]) => {
          const places = placesFor(ranges);
          expect(places.length).toBeLessThanOrEqual(9);
          const tiles = store.filter((tile) =>
            places.some(({ level, tileIndex }) => level === tile.level && tileIndex === tile.tileIndex),
          );
          return rangeHashes(ranges, tiles);
        };
        const [root] = hashes([{ start: 0, end: size }]);
        const head = { size, root: root! };
        expect(areEqual(head.root, rootOfHashes(leaves.slice(0, size)))).toBe(true);
        const index = other % size;
        expect(await isIncluded(leaves[index]!, index, hashes(inclusionRanges(index, size)), head)).toBe(true);
        const old = { size: index + 1, root: rootOfHashes(leaves.slice(0, index + 1)) };
        expect(await isConsistent(old, head, hashes(consistencyRanges(old.size, size)))).toBe(true);
      }),
      {
        numRuns: 12,
        examples: [
          [65_536, 0],
          [65_537, 65_536],
          [1, 0],
          [256, 255],
        ],
      },
    ));

  it("are asked for what they do not hold in vain", () => {
    expect(() => rangeHashes([{ start: 0, end: 7 }], storeOf(6))).toThrow("the tile 0/0 is missing, or too short");
    expect(hashesOf(storeOf(6)[0]!.hashes)).toHaveLength(6);
  });
});

it("a hash made at once is the one that the browser makes", () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (entry) => {
      expect(areEqual(leafHashNow(entry), await leafHash(entry))).toBe(true);
    }),
  ));

it.each([0, 65_535, 65_536])("so is that of an event of %i bytes", async (length) => {
  const canonical = new Uint8Array(length).fill(7);
  expect(areEqual(eventHashNow(canonical), await leafHash(await entryOf(canonical)))).toBe(true);
});
