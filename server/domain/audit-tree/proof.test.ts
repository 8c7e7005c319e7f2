import { createHash, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  areEqual,
  checkpointText,
  consistencyRanges,
  entryOf,
  fromBase64,
  inclusionRanges,
  isConsistent,
  isIncluded,
  isSigned,
  keyIdOf,
  keyText,
  leafHash,
  nodeHash,
  parseCheckpoint,
  parseKeyText,
  parseProof,
  proofText,
  type Range,
  signatureLine,
  toBase64,
  verifyProof,
} from "./proof";

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** RFC 6962, 2.1, word for word: MTH of the entries of a range. */
function treeHash(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (!first) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), first);
  const split = 2 ** (Math.ceil(Math.log2(entries.length)) - 1);
  return sha256(Uint8Array.of(1), treeHash(entries.slice(0, split)), treeHash(entries.slice(split)));
}

const entries = Array.from({ length: 300 }, (_, index) => Buffer.from(`entry ${index}`));
const known = new Map<string, Uint8Array>();
/** The same tree as often as it is asked for. */
function hashOf({ start, end }: Range): Uint8Array {
  const name = `${start}-${end}`;
  const hash = known.get(name) ?? treeHash(entries.slice(start, end));
  known.set(name, hash);
  return hash;
}
const headOf = (size: number) => ({ size, root: hashOf({ start: 0, end: size }) });
const inclusion = (index: number, size: number) => inclusionRanges(index, size).map(hashOf);
const consistency = (oldSize: number, size: number) => consistencyRanges(oldSize, size).map(hashOf);
const flipped = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, index) => (index === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte));

const anySize = fc.integer({ min: 1, max: 300 });
const anyLeaf = anySize.chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));
const anySizes = anySize.chain((size) => fc.record({ size: fc.constant(size), oldSize: fc.nat(size) }));

describe("a proof of inclusion", () => {
  it("R-AUD-5 proves every leaf of every tree, and no other leaf at its place", async () => {
    for (let size = 1; size <= 300; size += size < 70 ? 1 : 23) {
      for (let index = 0; index < size; index++) {
        const proof = inclusion(index, size);
        const leaf = await leafHash(entries[index]!);
        expect(await isIncluded(leaf, index, proof, headOf(size))).toBe(true);
        expect(await isIncluded(leaf, (index + 1) % size, proof, headOf(size))).toBe(size === 1);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      }
    }
  });

  it("proves nothing with one bit, one hash, the size or the index changed", () =>
    fc.assert(
      fc.asyncProperty(anyLeaf, fc.nat(), fc.nat(), async ({ size, index }, place, bit) => {
        const leaf = await leafHash(entries[index]!);
        const proof = inclusion(index, size);
        const at = proof.length === 0 ? 0 : place % proof.length;
        const head = headOf(size);
        const altered = proof.map((hash, step) => (step === at ? flipped(hash, bit % 256) : hash));
        if (proof.length > 0) {
          expect(await isIncluded(leaf, index, altered, head)).toBe(false);
          expect(await isIncluded(leaf, index, proof.toSpliced(at, 1), head)).toBe(false);
        }
        expect(await isIncluded(leaf, index, [...proof, leaf], head)).toBe(false);
        expect(await isIncluded(flipped(leaf, bit % 256), index, proof, head)).toBe(false);
        expect(await isIncluded(leaf, index, proof, { size, root: flipped(head.root, bit % 256) })).toBe(false);
        for (const wrong of [-1, size, 0.5, Number.NaN]) expect(await isIncluded(leaf, wrong, proof, head)).toBe(false);
      }),
    ));

  it("holds 40 hashes at most for a tree of a billion leaves", () => {
    expect(inclusionRanges(123_456_789, 1_000_000_000).length).toBeLessThanOrEqual(40);
    expect(inclusionRanges(2 ** 52, 2 ** 53 - 1)).toHaveLength(53);
  });
});

describe("a proof of consistency", () => {
  it("R-AUD-9 joins any two sizes", () =>
    fc.assert(
      fc.asyncProperty(anySizes, async ({ size, oldSize }) => {
        expect(await isConsistent(headOf(oldSize), headOf(size), consistency(oldSize, size))).toBe(true);
      }),
      { numRuns: 500 },
    ));

  it("joins every two sizes up to 40", async () => {
    for (let size = 1; size <= 40; size++)
      for (let oldSize = 0; oldSize <= size; oldSize++)
        expect(await isConsistent(headOf(oldSize), headOf(size), consistency(oldSize, size))).toBe(true);
  });

  it("joins nothing with a bit, a hash, a root or a size changed", () =>
    fc.assert(
      fc.asyncProperty(anySizes, fc.nat(), fc.nat(), async ({ size, oldSize }, place, bit) => {
        const [old, now, proof] = [headOf(oldSize), headOf(size), consistency(oldSize, size)];
        const at = proof.length === 0 ? 0 : place % proof.length;
        const altered = proof.map((hash, step) => (step === at ? flipped(hash, bit % 256) : hash));
        if (proof.length > 0) {
          expect(await isConsistent(old, now, altered)).toBe(false);
          expect(await isConsistent(old, now, proof.toSpliced(at, 1))).toBe(false);
        }
        expect(await isConsistent(old, now, [...proof, now.root])).toBe(false);
        expect(await isConsistent({ ...old, root: flipped(old.root, bit % 256) }, now, proof)).toBe(false);
        if (oldSize > 0) {
          expect(await isConsistent(old, { ...now, root: flipped(now.root, bit % 256) }, proof)).toBe(false);
        }
        if (oldSize < size) expect(await isConsistent(now, old, proof)).toBe(false);
      }),
    ));

  it("R-AUD-9 does not join a tree to another one of which an entry was altered", () =>
    fc.assert(
      fc.asyncProperty(anySizes, fc.nat(), async ({ size, oldSize }, place) => {
        fc.pre(oldSize > 0);
        const forged = entries.slice(0, size).with(place % oldSize, Buffer.from("forged"));
        const hashes = consistencyRanges(oldSize, size).map(({ start, end }) => treeHash(forged.slice(start, end)));
        expect(await isConsistent(headOf(oldSize), { size, root: treeHash(forged) }, hashes)).toBe(false);
      }),
    ));
});

const pair = generateKeyPairSync("ed25519");
const key = {
  name: "desk.example.net/audit",
  publicKey: new Uint8Array(Buffer.from(pair.publicKey.export({ format: "jwk" }).x!, "base64url")),
};

async function signed(size: number, changes: Partial<{ name: string; origin: string }> = {}): Promise<string> {
  const text = checkpointText({ origin: changes.origin ?? key.name, ...headOf(size) });
  const signature = sign(null, Buffer.from(text), pair.privateKey);
  return `${text}\n${signatureLine(changes.name ?? key.name, await keyIdOf(key), signature)}`;
}

describe("a checkpoint", () => {
  it("reads the notes and keys that C2SP gives as examples", async () => {
    const note = parseCheckpoint(
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n" +
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n",
    );
    expect(note).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20_852_163 });
    expect(note!.signatures[0]!.signature).toHaveLength(64);
    const golang = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    expect(await keyText((await parseKeyText(golang))!)).toBe(golang);
  });

  it("is good with the signature of its log's key alone", async () => {
    const note = await signed(7);
    expect(await isSigned(parseCheckpoint(note)!, key)).toBe(true);
    const other = { ...key, publicKey: flipped(key.publicKey, 0) };
    expect(await isSigned(parseCheckpoint(note)!, other)).toBe(false);
    for (const changes of [{ name: "another" }, { origin: "another" }])
      expect(await isSigned(parseCheckpoint(await signed(7, changes))!, key)).toBe(false);
    expect(await isSigned(parseCheckpoint(note.replace("\n7\n", "\n8\n"))!, key)).toBe(false);
  });

  it("may carry signatures of witnesses, and none that is wrong of its own key", async () => {
    const note = await signed(7);
    const witness = signatureLine("witness.example", Uint8Array.of(1, 2, 3, 4), new Uint8Array(72));
    expect(await isSigned(parseCheckpoint(`${note}${witness}`)!, key)).toBe(true);
    const wrong = signatureLine(key.name, await keyIdOf(key), new Uint8Array(64));
    expect(await isSigned(parseCheckpoint(`${note}${wrong}`)!, key)).toBe(false);
  });

  it.each(["", "\n\n", "origin\n7\n", "origin\n07\nAAAA\n\n— a AAAAAAAA\n", "no note at all"])("is not %j", (text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });

  it("with any byte changed is unreadable or not signed", async () => {
    const note = Buffer.from(await signed(7));
    for (let place = 0; place < note.length; place++) {
      const altered = parseCheckpoint(flipped(note, place * 8).toString());
      expect(altered !== undefined && (await isSigned(altered, key)), `byte ${place}`).toBe(false);
    }
  });

  it.each(["", "a+b", "a+00000000+AAAA", `${key.name}+00000000+${toBase64(new Uint8Array(33).fill(1))}`])(
    "%j is no key",
    async (text) => {
      expect(await parseKeyText(text)).toBeUndefined();
    },
  );
});

describe("a proof of an event", () => {
  const proofOf = async (index: number, size: number) =>
    proofText({ canonical: entries[index]!, index, hashes: inclusion(index, size), note: await signed(size) });

  it("carries the event, and is proven by itself", async () => {
    const text = await proofOf(41, 100);
    expect(text.startsWith("c2sp.org/tlog-proof@v1\nextra ")).toBe(true);
    expect(await verifyProof(text, key)).toBe("proven");
    expect(Buffer.from(parseProof(text)!.canonical).toString()).toBe("entry 41");
    expect(await verifyProof(await proofOf(0, 1), key)).toBe("proven");
  });

  it("says what is wrong with it", async () => {
    const text = await proofOf(41, 100);
    expect(await verifyProof(text.replace("index 41", "index 42"), key)).toBe("not-included");
    expect(await verifyProof(text.replace(toBase64(entries[41]!), toBase64(entries[42]!)), key)).toBe("not-included");
    expect(await verifyProof(text.replace("\n100\n", "\n101\n"), key)).toBe("not-signed");
    expect(await verifyProof(text.replace("tlog-proof", "tlog-prof"), key)).toBe("unreadable");
    expect(await verifyProof("", key)).toBe("unreadable");
  });

  it("holds for an event too long for a bundle, whose digest is the entry", async () => {
    const long = Buffer.alloc(65_536, "x");
    expect(Buffer.from(await entryOf(long)).toString()).toBe(`{"sha256":"${sha256(long).toString("hex")}"}`);
    expect(await entryOf(long.subarray(1))).toHaveLength(65_535);
  });
});

it("bytes in base64 have one form", () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (bytes) => {
      expect(areEqual(fromBase64(toBase64(bytes))!, bytes)).toBe(true);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(`${toBase64(bytes)}=`)).toBeUndefined();
      expect(areEqual(await nodeHash(bytes, bytes), sha256(Uint8Array.of(1), bytes, bytes))).toBe(true);
    }),
  ));
