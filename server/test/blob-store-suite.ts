import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlobStore } from "@/server/domain/blob-store/blob-store";
import { numbers } from "@/server/domain/numbers";

export type OpenedStore = AsyncDisposable & {
  store: BlobStore;
  /** Everything that lies in the store, wherever, by its length, the shortest first. */
  sizes: () => Promise<number[]>;
};

export async function* inChunks(bytes: Uint8Array, chunkBytes = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** Keeps bytes in a store and gives their digest. */
export async function keepIn(store: BlobStore, bytes: Uint8Array, chunkBytes?: number): Promise<Uint8Array> {
  await using staged = await store.stage(inChunks(bytes, chunkBytes));
  await staged.keep();
  return staged.sha256;
}

async function readFrom(store: BlobStore, sha256: Uint8Array, from = 0, to = Infinity): Promise<Buffer | undefined> {
  await using blob = await store.open(sha256);
  return blob && (await buffer(blob.read(from, Math.min(to, blob.sizeBytes))));
}

/** What every store of bytes must do, whatever is behind it. */
export function describeBlobStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`the store of bytes in ${name}`, () => {
    let opened: OpenedStore;
    let store: BlobStore;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    it("gives back what it was given, in parts of any size, under the digest of the bytes", async () => {
      const body = fc.uint8Array({ maxLength: 5_000 });
      await fc.assert(
        fc.asyncProperty(body, fc.integer({ min: 1, max: 700 }), async (bytes, chunkBytes) => {
          const sha256 = await keepIn(store, bytes, chunkBytes);
          expect(Buffer.from(sha256)).toEqual(createHash("sha256").update(bytes).digest());
          expect(await readFrom(store, sha256)).toEqual(Buffer.from(bytes));
        }),
        { numRuns: 50 },
      );
    });

    it("takes what is longer than all its buffers, and tells size and beginning", async () => {
      const bytes = randomBytes(3 * numbers.artifacts.writeBytes + 17);
      await using staged = await store.stage(inChunks(bytes));
      expect(staged.sizeBytes).toBe(bytes.length);
      expect(Buffer.from(staged.head)).toEqual(bytes.subarray(0, numbers.artifacts.headBytes));
      await staged.keep();
      expect(await readFrom(store, staged.sha256)).toEqual(bytes);
      const [from, to] = [numbers.artifacts.readBytes - 1, 2 * numbers.artifacts.readBytes + 3];
      expect(await readFrom(store, staged.sha256, from, to)).toEqual(bytes.subarray(from, to));
    });

    it("shows nothing before it is kept, and forgets what is not", async () => {
      const before = await opened.sizes();
      const bytes = randomBytes(1_000);
      const staged = await store.stage(inChunks(bytes));
      expect(await store.open(staged.sha256)).toBeUndefined();
      await staged[Symbol.asyncDispose]();
      expect(await store.open(staged.sha256)).toBeUndefined();
      expect(await opened.sizes()).toEqual(before);
    });

    it("keeps nothing of a body that breaks off", async () => {
      const before = await opened.sizes();
      const broken = async function* () {
        yield randomBytes(2 * numbers.artifacts.writeBytes);
        throw new Error("broken off");
      };
      await expect(store.stage(broken())).rejects.toThrow("broken off");
      expect(await opened.sizes()).toEqual(before);
    });

    it("keeps the same bytes once, however many bring them at once", async () => {
      const before = await opened.sizes();
      const bytes = randomBytes(200_000);
      const kept = await Promise.all(Array.from({ length: 20 }, () => keepIn(store, bytes)));
      expect(new Set(kept.map((sha256) => Buffer.from(sha256).toString("hex"))).size).toBe(1);
      expect(await opened.sizes()).toEqual([...before, bytes.length].toSorted((a, b) => a - b));
      expect(await readFrom(store, kept[0]!)).toEqual(bytes);
    });

    it("lets whoever has opened bytes read them to their end, though they are removed", async () => {
      const bytes = randomBytes(3 * numbers.artifacts.readBytes);
      const sha256 = await keepIn(store, bytes);
      await using blob = await store.open(sha256);
      const chunks = blob!.read(0, bytes.length)[Symbol.asyncIterator]();
      const first = await chunks.next();
      await store.remove(sha256);
      await store.remove(sha256);
      expect(await store.open(sha256)).toBeUndefined();
      const rest = await buffer({ [Symbol.asyncIterator]: () => chunks });
      expect(Buffer.concat([first.value, rest])).toEqual(bytes);
    });

    it("removes what nobody has finished and leaves alone what is still coming", async () => {
      const coming = await store.stage(inChunks(randomBytes(100)));
      expect(await store.removeLeftovers(600_000)).toBe(0);
      expect(await store.removeLeftovers(0)).toBe(1);
      await expect(coming.keep()).rejects.toThrow();
    });

    it("has a place for a digest that is made of nothing else", () => {
      expect(store.placeOf(new Uint8Array(32).fill(0xab))).toBe(`sha256/ab/ab/${"ab".repeat(32)}`);
      expect(() => store.placeOf(Buffer.from("../../etc/passwd"))).toThrow(TypeError);
    });
  });
}
