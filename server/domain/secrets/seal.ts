import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type Keys, keyGenerations } from "@/server/domain/keys/derive";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts what must be read again but means nothing in a copy of the database (AES-256-GCM). `context` says whose it is and what
 * for: sealed text that was moved to another place does not open.
 */
export function seal(keys: Keys, context: string, plaintext: string): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, keys.seal, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made with these keys or those before them. Throws where it was altered, or sealed with other keys. */
export function unseal(keys: Keys, context: string, sealed: Uint8Array): string {
  const faults: unknown[] = [];
  for (const { seal: key } of keyGenerations(keys)) {
    try {
      return opened(key, context, sealed);
    } catch (error) {
      faults.push(error);
    }
  }
  throw new AggregateError(faults, "this was not sealed with any key of this installation");
}

function opened(key: Uint8Array, context: string, sealed: Uint8Array): string {
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  return decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
}
