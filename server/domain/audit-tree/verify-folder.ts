import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { leafHashNow } from "./hash";
import { isSigned, parseCheckpoint, type SignedCheckpoint } from "./proof";
import { hashesOf, tilePath, tilesOf } from "./tiles";
import { Tampered, Unprovable, type Verdict, verdictOf } from "./verdict";
import type { Evidence } from "./verify-database";
import { compareLeaves, type KnownHead, type Leaf } from "./verify-leaves";

/** Verifies a folder that `exportLog` has written, or that was copied from the server, without any database. */
export async function verifyFolder(folder: string, { key, published }: Evidence): Promise<Verdict> {
  return verdictOf(async () => {
    if (!key) throw new Unprovable("There is no public key to verify with.");
    const checkpoint = parseCheckpoint(await readFile(join(folder, "checkpoint"), "utf8").catch(() => ""));
    if (!checkpoint) throw new Unprovable(`${folder} holds no checkpoint.`);
    if (!(await isSigned(checkpoint, key))) throw new Tampered(0, 0, "The checkpoint is not signed with this key.");
    if (published && !(await isSigned(published, key))) {
      throw new Unprovable("The published checkpoint is not signed with this key.");
    }
    return compareFolder(folder, checkpoint, published);
  });
}

async function compareFolder(
  folder: string,
  checkpoint: SignedCheckpoint,
  published: SignedCheckpoint | undefined,
): Promise<Verdict> {
  const { size } = checkpoint;
  const hashes = await readTileHashes(folder, size);
  const heads = [headOf(checkpoint, "the checkpoint")];
  if (published && published.size <= size) heads.unshift(headOf(published, "the published checkpoint"));
  await compareLeaves(readBundles(folder, size), {
    hashAt: (level, number) => hashes.get(`${level}/${Math.floor(number / 256)}`)?.[number % 256],
    heads: heads.filter((head) => head.size > 0),
  });
  if (published && published.size > size) {
    const reason = `The folder has ${size} leaves, and the log had ${published.size} when it was last published.`;
    return { outcome: "rolled-back", reason, size, firstBadIndex: size };
  }
  return { outcome: "proven", reason: `${size} events are what they were when they were sealed.`, size };
}

const headOf = ({ size, root }: SignedCheckpoint, what: string): KnownHead => ({
  size,
  root,
  what,
  isBelievable: () => true,
});

const readOrNothing = (file: string) => readFile(file).catch(() => Buffer.alloc(0));

async function readTileHashes(folder: string, size: number): Promise<Map<string, Uint8Array[]>> {
  const hashes = new Map<string, Uint8Array[]>();
  for (const tile of tilesOf(size)) {
    const bytes = await readOrNothing(join(folder, "tile", tilePath(tile)));
    hashes.set(`${tile.level}/${tile.tileIndex}`, hashesOf(bytes));
  }
  return hashes;
}

async function* readBundles(folder: string, size: number): AsyncGenerator<Leaf[]> {
  for (const { level, tileIndex, width } of tilesOf(size)) {
    if (level > 0) return;
    const bundle = await readOrNothing(join(folder, "tile", tilePath({ level: "entries", tileIndex, width })));
    const entries = entriesOf(bundle);
    const start = tileIndex * 256;
    yield Array.from({ length: width }, (_, place) => leafOf(start + place, entries[place]));
    if (entries.length > width) {
      throw new Tampered(start + width, start + width, `The bundle of leaf ${start} has more entries than leaves.`);
    }
  }
}

function leafOf(index: number, entry: Uint8Array | undefined): Leaf {
  return { index, hash: entry ? leafHashNow(entry) : `The entry of leaf ${index} is missing.` };
}

/** The entries of a bundle, up to where it breaks off. */
function entriesOf(bundle: Buffer): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let offset = 0; offset + 2 <= bundle.length; ) {
    const end = offset + 2 + bundle.readUInt16BE(offset);
    if (end > bundle.length) break;
    entries.push(bundle.subarray(offset + 2, end));
    offset = end;
  }
  return entries;
}
