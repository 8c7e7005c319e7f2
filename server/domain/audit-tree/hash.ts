import { hash } from "node:crypto";
import { joined, maxEntryBytes, splitOf } from "./proof";

// The same hashes as those of proof.ts, but at once, for whoever makes a million of them.
const node = Buffer.alloc(65, 1);

export function nodeHashNow(left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1);
  node.set(right, 33);
  return hash("sha256", node, "buffer");
}

const leafPrefix = Uint8Array.of(0);

/** The leaf hash of an event's canonical bytes. */
export function eventHashNow(canonical: Uint8Array): Uint8Array {
  if (canonical.length <= maxEntryBytes) return leafHashNow(canonical);
  return leafHashNow(Buffer.from(`{"sha256":"${hash("sha256", canonical)}"}`));
}

/** The leaf hash of an entry. */
export const leafHashNow = (entry: Uint8Array): Uint8Array => hash("sha256", joined(leafPrefix, entry), "buffer");

/** The root of the tree over these hashes, of which there is one at least. */
export function rootOfHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (!first) throw new RangeError("there are no hashes");
  if (hashes.length === 1) return first;
  const split = splitOf(hashes.length);
  return nodeHashNow(rootOfHashes(hashes.slice(0, split)), rootOfHashes(hashes.slice(split)));
}
