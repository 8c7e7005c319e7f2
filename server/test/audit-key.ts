import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of one test's own. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-audit-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A new key that signs an audit log, and a folder for its checkpoints, as the settings of a worker. */
export async function auditSettings(): Promise<{ AUDIT_KEY_FILE: string; AUDIT_CHECKPOINT_DIR: string }> {
  const folder = await temporaryFolder();
  const AUDIT_KEY_FILE = join(folder, "audit-key.pem");
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeFile(AUDIT_KEY_FILE, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR: join(folder, "published") };
}
