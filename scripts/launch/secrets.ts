import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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
  const directory = join(dataDirectory, "secrets");
  const file = join(directory, name);
  const existing = read(file);
  if (existing) return existing;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString(encoding);
  // Written aside first: an interrupted start must never leave an empty or half a secret behind.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
  return secret;
}
