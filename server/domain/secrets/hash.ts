import { createHash, randomBytes } from "node:crypto";
import { numbers } from "@/server/domain/numbers";

/** A secret of 256 random bits, as text that fits into a URL. */
export const newSecret = () => randomBytes(numbers.secrets.bytes).toString("base64url");

/** What is kept of a secret. One of 256 random bits needs no slow hash. */
export function hashSecret(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}
