import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { readFile } from "node:fs/promises";

/** The key that signs checkpoints. It gives nothing of itself away but its public half. */
export type SigningKey = { publicKey: Uint8Array; sign: (text: string) => Uint8Array };

/** Reads an Ed25519 key in PEM (PKCS #8). Throws an Error that says what is wrong with the file, and nothing of what is in it. */
export async function readSigningKey(file: string): Promise<SigningKey> {
  const pem = await readFile(file, "utf8");
  return signingKey(parsed(pem, file));
}

function parsed(pem: string, file: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What OpenSSL says of it helps nobody.
  }
  if (key?.asymmetricKeyType === "ed25519") return key;
  throw new Error(`${file} holds no Ed25519 key: openssl genpkey -algorithm ed25519 -out FILE.`);
}

function signingKey(key: KeyObject): SigningKey {
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  return {
    publicKey: new Uint8Array(Buffer.from(x, "base64url")),
    sign: (text) => new Uint8Array(sign(null, Buffer.from(text), key)),
  };
}
