import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import canonicalize from "canonicalize";
import { malformed } from "@/server/domain/errors";

/** Where a page ended: the sorted value of its last row as text (null sorts last), and that row's id. */
export type Position = { value: string | null; id: string };

const tagLength = 16;

const hmacKeys = new WeakMap<Uint8Array, KeyObject>();

/** Made once: node copies plain bytes into a key for every use. */
function hmacKey(key: Uint8Array): KeyObject {
  const known = hmacKeys.get(key) ?? createSecretKey(key);
  hmacKeys.set(key, known);
  return known;
}

/** The tag covers the list, its sort and its filters, so a cursor is good for the list that gave it and no other. */
function tagOf(key: Uint8Array, scope: unknown, payload: Uint8Array): Buffer {
  return createHmac("sha256", hmacKey(key))
    .update(canonicalize(scope) ?? "")
    .update("\n")
    .update(payload)
    .digest()
    .subarray(0, tagLength);
}

/** Makes the opaque `nextCursor` of a page. `scope` is whatever makes the list this list: its name, sort and filters. */
export function encodeCursor(key: Uint8Array, scope: unknown, position: Position): string {
  const payload = Buffer.from(JSON.stringify([position.value, position.id]));
  return Buffer.concat([tagOf(key, scope, payload), payload]).toString("base64url");
}

/** Reads a cursor back. Throws `malformed` where it was altered, or made for another list, sort or filter. */
export function decodeCursor(key: Uint8Array, scope: unknown, cursor: string): Position {
  const buffer = Buffer.from(cursor, "base64url");
  const payload = buffer.subarray(tagLength);
  const tag = tagOf(key, scope, payload);
  const isOurs = buffer.length > tagLength && timingSafeEqual(buffer.subarray(0, tagLength), tag);
  // Decoding ignores characters that are no base64url, which would give one position many spellings.
  if (!isOurs || buffer.toString("base64url") !== cursor) {
    throw malformed("This cursor does not belong to this list, sort and filter. Start from the first page.");
  }
  const [value, id] = JSON.parse(payload.toString()) as [string | null, string];
  return { value, id };
}
