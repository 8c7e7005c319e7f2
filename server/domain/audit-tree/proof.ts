/**
 * What proves that an event is in the audit log: RFC 6962 hashes and proofs, and the signed checkpoint that they lead to.
 * Runs in the browser as it runs on the server, so it knows nothing but WebCrypto.
 */

type Bytes = Uint8Array<ArrayBuffer>;

/** The leaves from `start` on, up to but without `end`. */
export type Range = { start: number; end: number };

/** A size of the tree and its root. */
export type TreeHead = { size: number; root: Uint8Array };

/** The largest entry that a bundle of entries can hold. */
export const maxEntryBytes = 65_535;

async function sha256(...parts: Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

export function joined(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** The entry that stands in the log for an event: its canonical bytes, or their digest where they are too long for a bundle. */
export async function entryOf(canonical: Uint8Array): Promise<Uint8Array> {
  if (canonical.length <= maxEntryBytes) return canonical;
  return new TextEncoder().encode(`{"sha256":"${toHex(await sha256(canonical))}"}`);
}

export const leafHash = (entry: Uint8Array): Promise<Uint8Array> => sha256(leafPrefix, entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> => sha256(nodePrefix, left, right);

/** Where RFC 6962 splits a tree of `size` leaves, of which there are two or more: the largest power of two below it. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The subtrees whose hashes prove the leaf `index` of a tree of `size`, from its sibling up (RFC 6962, 2.1.1). */
export function inclusionRanges(index: number, size: number, start = 0): Range[] {
  if (index < 0 || index >= size) throw new RangeError("there is no such leaf");
  if (size === 1) return [];
  const split = splitOf(size);
  const middle = start + split;
  return index < split
    ? [...inclusionRanges(index, split, start), { start: middle, end: start + size }]
    : [...inclusionRanges(index - split, size - split, middle), { start, end: middle }];
}

/** The subtrees whose hashes prove that the tree of `size` begins with the one of `oldSize` (RFC 6962, 2.1.2). */
export function consistencyRanges(oldSize: number, size: number): Range[] {
  if (oldSize < 0 || oldSize > size) throw new RangeError("a tree never shrinks");
  return oldSize === 0 ? [] : subproof(oldSize, 0, size, true);
}

function subproof(oldSize: number, start: number, size: number, isOldTree: boolean): Range[] {
  if (oldSize === size) return isOldTree ? [] : [{ start, end: start + size }];
  const middle = start + splitOf(size);
  const split = middle - start;
  return oldSize <= split
    ? [...subproof(oldSize, start, split, isOldTree), { start: middle, end: start + size }]
    : [...subproof(oldSize - split, middle, size - split, false), { start, end: middle }];
}

/** Whether `proof` shows that the tree has the leaf with this hash at `index`. */
export async function isIncluded(
  leaf: Uint8Array,
  index: number,
  proof: readonly Uint8Array[],
  { size, root }: TreeHead,
): Promise<boolean> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  const ranges = inclusionRanges(index, size);
  if (ranges.length !== proof.length) return false;
  let hash = leaf;
  for (const [step, { start }] of ranges.entries()) {
    const sibling = proof[step];
    if (sibling?.length !== 32) return false;
    hash = start > index ? await nodeHash(hash, sibling) : await nodeHash(sibling, hash);
  }
  return areEqual(hash, root);
}

/** Whether `proof` shows that the tree `now` begins with all leaves of the tree `old`. */
export async function isConsistent(old: TreeHead, now: TreeHead, proof: readonly Uint8Array[]): Promise<boolean> {
  if (![old.size, now.size].every(Number.isSafeInteger) || old.size < 0 || old.size > now.size) return false;
  const ranges = consistencyRanges(old.size, now.size);
  if (ranges.length !== proof.length || proof.some(({ length }) => length !== 32)) return false;
  if (old.size === 0) return areEqual(old.root, await sha256());
  const hashes = [...proof];
  const roots = await rootsOf(old.size, now.size, old.root, () => hashes.shift() ?? new Uint8Array());
  return areEqual(roots.old, old.root) && areEqual(roots.now, now.root);
}

/** The roots of both trees, from the hashes of a consistency proof in their order. `whole` is given where the old tree is known. */
async function rootsOf(
  oldSize: number,
  size: number,
  whole: Uint8Array | undefined,
  next: () => Uint8Array,
): Promise<{ old: Uint8Array; now: Uint8Array }> {
  if (oldSize === size) {
    const root = whole ?? next();
    return { old: root, now: root };
  }
  const split = splitOf(size);
  if (oldSize <= split) {
    const left = await rootsOf(oldSize, split, whole, next);
    return { old: left.old, now: await nodeHash(left.now, next()) };
  }
  const right = await rootsOf(oldSize - split, size - split, undefined, next);
  const left = next();
  return { old: await nodeHash(left, right.old), now: await nodeHash(left, right.now) };
}

/** The public key of a log: its name, which is its origin, and 32 bytes. */
export type LogKey = { name: string; publicKey: Uint8Array };

const ed25519 = 1;

/** The 4 bytes that name a key in a signature line (C2SP signed-note). */
export async function keyIdOf({ name, publicKey }: LogKey): Promise<Uint8Array> {
  const digest = await sha256(new TextEncoder().encode(`${name}\n`), Uint8Array.of(ed25519), publicKey);
  return digest.subarray(0, 4);
}

/** A key as verifiers of notes are given it: `name+keyId+base64(type, key)`. */
export async function keyText(key: LogKey): Promise<string> {
  return `${key.name}+${toHex(await keyIdOf(key))}+${toBase64(joined(Uint8Array.of(ed25519), key.publicKey))}`;
}

/** The key of such a text, or undefined where it is none. */
export async function parseKeyText(text: string): Promise<LogKey | undefined> {
  const [, name, keyId, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || bytes?.length !== 33 || bytes[0] !== ed25519) return undefined;
  const key = { name, publicKey: bytes.subarray(1) };
  return toHex(await keyIdOf(key)) === keyId ? key : undefined;
}

export type Checkpoint = TreeHead & { origin: string };

/** The text of a checkpoint that is signed (C2SP tlog-checkpoint). */
export const checkpointText = ({ origin, size, root }: Checkpoint) => `${origin}\n${size}\n${toBase64(root)}\n`;

/** A signed checkpoint: its text, and what each line of signature says. */
export type SignedCheckpoint = Checkpoint & {
  text: string;
  signatures: { name: string; keyId: Uint8Array; signature: Uint8Array }[];
};

/** Reads a signed note that is a checkpoint; gives undefined for anything else. Nothing of it is to be believed yet. */
export function parseCheckpoint(note: string): SignedCheckpoint | undefined {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split("\n");
  const hash = root === undefined ? undefined : fromBase64(root);
  if (end < 0 || !origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? "") || hash?.length !== 32) return undefined;
  const lines = note.slice(end + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0 || lines.length > 64) return undefined;
  const signatures = lines.map(parseSignature);
  if (!Number.isSafeInteger(Number(size)) || !signatures.every((line) => line !== undefined)) return undefined;
  return { origin, size: Number(size), root: hash, text, signatures };
}

function parseSignature(line: string): SignedCheckpoint["signatures"][number] | undefined {
  const [, name, encoded] = /^\u2014 ([^\s+]+) (\S+)$/.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || !bytes || bytes.length < 5) return undefined;
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** A line of signature, with its end. */
export const signatureLine = (name: string, keyId: Uint8Array, signature: Uint8Array) =>
  `— ${name} ${toBase64(joined(keyId, signature))}\n`;

/** Whether a checkpoint is of the log of this key and signed by it. A wrong signature of that key spoils a right one. */
export async function isSigned({ origin, text, signatures }: SignedCheckpoint, key: LogKey): Promise<boolean> {
  const keyId = await keyIdOf(key);
  const ours = signatures.filter((line) => line.name === key.name && areEqual(line.keyId, keyId));
  if (origin !== key.name || ours.length === 0) return false;
  const imported = await crypto.subtle.importKey("raw", joined(key.publicKey), "Ed25519", false, ["verify"]);
  const data = new TextEncoder().encode(text);
  const checks = ours.map(({ signature }) => crypto.subtle.verify("Ed25519", imported, joined(signature), data));
  return (await Promise.all(checks)).every(Boolean);
}

/** A proof of one event (C2SP tlog-proof), which carries the event's canonical bytes along. */
export type EventProof = {
  canonical: Uint8Array;
  index: number;
  hashes: readonly Uint8Array[];
  /** The signed checkpoint, as it was sent. */
  note: string;
};

const proofHead = "c2sp.org/tlog-proof@v1";

export function proofText({ canonical, index, hashes, note }: EventProof): string {
  const lines = [proofHead, `extra ${toBase64(canonical)}`, `index ${index}`, ...hashes.map(toBase64)];
  return `${lines.join("\n")}\n\n${note}`;
}

/** Reads a proof; gives undefined for what is none, or carries no event. */
export function parseProof(text: string): EventProof | undefined {
  const end = text.indexOf("\n\n");
  const [head, extra, index, ...hashes] = text.slice(0, Math.max(end, 0)).split("\n");
  const canonical = extra?.startsWith("extra ") ? fromBase64(extra.slice(6)) : undefined;
  const decoded = hashes.map(fromBase64);
  if (head !== proofHead || !canonical || !/^index (0|[1-9]\d{0,15})$/.test(index ?? "")) return undefined;
  if (!decoded.every((hash) => hash?.length === 32)) return undefined;
  const known = decoded.filter((hash) => hash !== undefined);
  return { canonical, index: Number(index?.slice(6)), hashes: known, note: text.slice(end + 2) };
}

/** Why a proof fails, as a word; `proven` where the log of this key has the event that the proof carries. */
export type ProofVerdict = "proven" | "unreadable" | "not-signed" | "not-included";

export async function verifyProof(text: string, key: LogKey): Promise<ProofVerdict> {
  const proof = parseProof(text);
  const checkpoint = proof && parseCheckpoint(proof.note);
  if (!checkpoint) return "unreadable";
  if (!(await isSigned(checkpoint, key))) return "not-signed";
  const leaf = await leafHash(await entryOf(proof.canonical));
  return (await isIncluded(leaf, proof.index, proof.hashes, checkpoint)) ? "proven" : "not-included";
}

export const areEqual = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Undefined for what is not the one base64 form of some bytes. */
export function fromBase64(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
}
