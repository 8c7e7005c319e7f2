import { hkdfSync } from "node:crypto";

const labels = [
  "cursor",
  "audit-address",
  "attempts",
  "jwt",
  "refresh",
  "seal",
  "recovery-code",
  "import-preview",
] as const;

type Label = (typeof labels)[number];

/** One key of 32 bytes for each purpose, so that no two purposes share one. */
export type Keys = Record<Label, Uint8Array> & {
  /** The keys of the master key before this one, with which nothing new is made. */
  previous?: Keys;
};

/** Derives the keys of all purposes from the master key (HKDF-SHA256, one label each). */
export function deriveKeys(masterKey: Uint8Array, previousMasterKey?: Uint8Array): Keys {
  const derive = (label: string) => new Uint8Array(hkdfSync("sha256", masterKey, "", `opsdesk:${label}`, 32));
  const entries = labels.map((label) => [label, derive(label)] as const);
  const keys = Object.fromEntries(entries) as Record<Label, Uint8Array>;
  return previousMasterKey ? { ...keys, previous: deriveKeys(previousMasterKey) } : keys;
}

/** The newest keys and those before them, in the order in which something made earlier is tried with them. */
export function keyGenerations(keys: Keys): Keys[] {
  return keys.previous ? [keys, ...keyGenerations(keys.previous)] : [keys];
}
