import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * The secret kept in `dataDirectory/secrets/<name>` (mode 0600), made at the first call: 32 random bytes.
 *
 * @returns the bytes in `encoding`; base64url can stand in a URL as it is.
 */
export function readOrCreateSecret(dataDirectory: string, name: string, encoding: "base64" | "base64url"): string {
  const file = join(dataDirectory, "secrets", name);
  const existing = read(file);
  if (existing) return existing;
  const secret = randomBytes(32).toString(encoding);
  write(file, secret);
  return secret;
}

/** Gives the file of the key that signs the audit log (Ed25519, PEM, mode 0600), made at the first call. */
export function ensureAuditKey(dataDirectory: string): string {
  const file = join(dataDirectory, "secrets", "audit-key.pem");
  if (!read(file)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    write(file, privateKey.export({ type: "pkcs8", format: "pem" }).toString().trim());
  }
  return file;
}

function write(file: string, secret: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Written aside first: an interrupted start must never leave an empty or half a secret behind.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
}
