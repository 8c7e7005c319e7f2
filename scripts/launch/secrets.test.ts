import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ensureAuditKey } from "./secrets";

test("the key that signs the audit log is made once, for nobody else to read", () => {
  const folder = mkdtempSync(join(tmpdir(), "opsdesk-secrets-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = ensureAuditKey(folder);
  const pem = readFileSync(file, "utf8");
  expect(createPrivateKey(pem).asymmetricKeyType).toBe("ed25519");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(ensureAuditKey(folder)).toBe(file);
  expect(readFileSync(file, "utf8")).toBe(pem);
});
