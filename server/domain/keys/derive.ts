import { hkdfSync } from "node:crypto";

const labels = ["cursor", "audit-address"] as const;

/** One key of 32 bytes for each purpose, so that no two purposes share one. */
export type Keys = Record<(typeof labels)[number], Uint8Array>;

/** Derives the keys of all purposes from the master key (HKDF-SHA256, one label each). */
export function deriveKeys(masterKey: Uint8Array): Keys {
  const derive = (label: string) => new Uint8Array(hkdfSync("sha256", masterKey, "", `opsdesk:${label}`, 32));
  return { cursor: derive("cursor"), "audit-address": derive("audit-address") };
}
