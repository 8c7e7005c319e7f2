/** Bytes that have come whole and last, but are not in their place: nobody can read them. Disposed of, they are gone unless kept. */
export type StagedBlob = {
  sha256: Uint8Array;
  sizeBytes: number;
  /** What they begin with, which tells their type. */
  head: Uint8Array;
  /** Puts them into the place of their digest, over bytes that are there already. When it resolves, they outlive a power cut. */
  keep: () => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** Bytes that can be read to their end, even if they are removed meanwhile. */
export type OpenedBlob = {
  sizeBytes: number;
  /** From one offset up to, not with, another. */
  read: (from: number, to: number) => AsyncIterable<Uint8Array>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Where bytes lie, by their SHA-256 and nothing else. It knows no names and no rows: what it holds counts only where a row says
 * so (server/domain/artifacts).
 */
export type BlobStore = {
  /** Takes bytes while they come. Throws `storage_full`, and what the body throws; either way nothing is left. */
  stage: (body: AsyncIterable<Uint8Array>) => Promise<StagedBlob>;
  /** Undefined where there are no such bytes. */
  open: (sha256: Uint8Array) => Promise<OpenedBlob | undefined>;
  /** Removing what is not there is no error. */
  remove: (sha256: Uint8Array) => Promise<void>;
  /** Removes staged bytes that nothing has touched for so long, of processes that ended. Gives how many. */
  removeLeftovers: (idleMilliseconds: number) => Promise<number>;
  /** The place of a digest below the store, for a web server that sends the bytes itself. */
  placeOf: (sha256: Uint8Array) => string;
};
