import { generateKeyPairSync } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

type AuditSettings = { AUDIT_KEY_FILE: string; AUDIT_CHECKPOINT_DIR: string };

/** A new key that signs an audit log, and a folder for its checkpoints, as the settings of a worker. The process removes it. */
export async function auditSettings(): Promise<AuditSettings> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-audit-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const AUDIT_KEY_FILE = join(folder, "audit-key.pem");
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeFile(AUDIT_KEY_FILE, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return { AUDIT_KEY_FILE, AUDIT_CHECKPOINT_DIR: join(folder, "published") };
}
