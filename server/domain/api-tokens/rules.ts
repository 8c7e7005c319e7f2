import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { numbers } from "@/server/domain/numbers";
import { type Scope, scopes } from "@/server/domain/permissions";

/** Tells an API token from every other credential, to the server and to whoever scans files for secrets. */
export const apiTokenPrefix = "odk_";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 43 characters of base62 hold 256 bits, 6 hold 32. */
const secretLength = 43;
const checksumLength = 6;
const pattern = new RegExp(`^${apiTokenPrefix}[0-9A-Za-z]{${secretLength + checksumLength}}$`);

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = "";
  for (; rest > 0n; rest /= 62n) text = alphabet.charAt(Number(rest % 62n)) + text;
  return text.padStart(length, alphabet.charAt(0));
}

const checksumOf = (text: string) => base62(BigInt(crc32(text)), checksumLength);

/** Writes 32 secret bytes as a token: a prefix and a CRC-32 around them let scanners find it and show a typo. */
export function formatApiToken(secret: Uint8Array): string {
  const text = apiTokenPrefix + base62(BigInt(`0x${Buffer.from(secret).toString("hex")}`), secretLength);
  return text + checksumOf(text);
}

export const newApiToken = () => formatApiToken(randomBytes(numbers.secrets.bytes));

/** Whether a text has the form and the checksum of an API token. Whether it is one, only the database knows. */
export function isApiToken(text: string): boolean {
  return pattern.test(text) && text.slice(-checksumLength) === checksumOf(text.slice(0, -checksumLength));
}

/** How the audit log names a token, as an actor and as a subject. */
export const apiTokenLabel = (email: string, name: string) => `${email} · ${name}`;

/** The scopes of a token that there are still. */
export const knownScopes = (names: readonly string[]): Scope[] =>
  names.filter((name): name is Scope => Object.hasOwn(scopes, name));
