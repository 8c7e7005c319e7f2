import { hash } from "node:crypto";
import { nodeHashNow } from "./hash";

/** A Merkle tree to which leaves are added one by one, and of which only the right edge is kept. */
export class GrowingTree {
  size = 0;
  /** The roots of its complete subtrees, the largest first. */
  readonly #edge: Uint8Array[] = [];

  /** Adds a leaf. Tells of each hash of a tile above the lowest that it completes, with its level and number. */
  add(leaf: Uint8Array, onTileHash: (level: number, number: number, hash: Uint8Array) => void = () => {}): void {
    let joined = leaf;
    let height = 0;
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#edge.pop();
      if (left) joined = nodeHashNow(left, joined);
      height += 1;
      if (height % 8 === 0) onTileHash(height / 8, Math.floor(this.size / 2 ** height), joined);
    }
    this.#edge.push(joined);
    this.size += 1;
  }

  root(): Uint8Array {
    if (this.size === 0) return hash("sha256", "", "buffer");
    return this.#edge.reduceRight((right, left) => nodeHashNow(left, right));
  }
}
