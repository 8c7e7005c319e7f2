import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";

type AuditSettings = { AUDIT_KEY_FILE: string; AUDIT_CHECKPOINT_DIR: string };

/** A new key that signs an audit log, and a folder for its checkpoints, as the settings of a worker. */
export async function auditSettings(): Promise<AuditSettings> {
  const folder = await mkdtemp(join(inject("temporaryFolder"), "audit-"));
  const AUDIT_KEY_FILE = join(folder, "audit-key.pem");
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeFile(AUDIT_KEY_FILE, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR: join(folder, "published") };
}
