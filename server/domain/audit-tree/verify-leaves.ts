import { GrowingTree } from "./growing-tree";
import type { TreeHead } from "./proof";
import { Tampered } from "./verdict";

/** What is known of the tree at a size, and whether its root may be believed, such as of a signature. */
export type KnownHead = TreeHead & { isBelievable: () => boolean; what: string };

export type Leaf = {
  index: number;
  /** The leaf hash, made anew of what is there now; or a sentence that says why there is none. */
  hash: Uint8Array | string;
};

type Stored = {
  /** The hash that a stored tile has at this place; undefined where it has none. */
  hashAt: (level: number, number: number) => Uint8Array | undefined;
  /** By size, in ascending order. */
  heads: readonly KnownHead[];
};

/**
 * Rebuilds the tree of leaves that come in their order, and compares it with what is stored. Gives how many leaves the last
 * believable head proves. Throws `Tampered` at the first difference.
 */
export async function compareLeaves(
  leaves: AsyncIterable<readonly Leaf[]>,
  { hashAt, heads }: Stored,
): Promise<number> {
  const tree = new GrowingTree();
  let [proven, next] = [0, 0];
  const compareHeads = () => {
    for (let head = heads[next]; head?.size === tree.size; head = heads[++next]) {
      const hasRoot = isSame(tree.root(), head.root);
      if (!hasRoot || !head.isBelievable()) throw differing(proven, head, hasRoot);
      proven = tree.size;
    }
  };
  const compareTileHash = (level: number, number: number, hash: Uint8Array) => {
    const stored = hashAt(level, number);
    if (stored && isSame(stored, hash)) return;
    const span = 256 ** level;
    throw new Tampered(number * span, number * span + span - 1, `The stored tree has another hash at level ${level}.`);
  };
  for await (const chunk of leaves) {
    for (const { index, hash } of chunk) {
      if (index !== tree.size) throw new Tampered(tree.size, tree.size, `Leaf ${tree.size} is missing.`);
      if (typeof hash === "string") throw new Tampered(index, index, hash);
      const stored = hashAt(0, index);
      if (!stored || !isSame(stored, hash)) {
        throw new Tampered(index, index, `The event of leaf ${index} is not what was sealed.`);
      }
      tree.add(hash, compareTileHash);
      compareHeads();
    }
  }
  const missing = heads[next];
  if (missing)
    throw new Tampered(
      tree.size,
      missing.size - 1,
      `Leaf ${tree.size} is missing: ${missing.what} has ${missing.size}.`,
    );
  return proven;
}

function differing(proven: number, { size, what }: KnownHead, hasRoot: boolean): Tampered {
  const where = proven === size - 1 ? `Leaf ${proven} is` : `A leaf from ${proven} to ${size - 1} is`;
  const why = hasRoot ? "signature of" : "root of";
  return new Tampered(
    proven,
    size - 1,
    `${where} not what was sealed: the ${why} ${what} of ${size} leaves is another.`,
  );
}

const isSame = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
