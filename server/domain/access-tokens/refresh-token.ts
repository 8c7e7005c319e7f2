import { createHmac, timingSafeEqual } from "node:crypto";
import { parse as parseUuid, stringify as uuidOf } from "uuid";
import { type Keys, keyGenerations } from "@/server/domain/keys/derive";

/** Which refresh token of which session: each exchange makes the next generation. */
export type RefreshPosition = { sessionId: string; generation: number };

const prefix = "odr_";
const tagBytes = 32;
const positionBytes = 20;

/**
 * Makes the refresh token of a position: 16 bytes of session id, 4 of generation, and an HMAC-SHA256 of both, in base64url. Any server
 * makes the same one, so that parallel requests get the same successor without its being kept anywhere.
 */
export function refreshTokenOf(keys: Keys, position: RefreshPosition): string {
  const payload = payloadOf(position);
  return prefix + Buffer.concat([payload, tagOf(keys, payload)]).toString("base64url");
}

/** Reads the position of a refresh token back; undefined for what no key of this installation made. */
export function readRefreshToken(keys: Keys, token: string): RefreshPosition | undefined {
  const bytes = Buffer.from(token.slice(prefix.length), "base64url");
  // Decoding ignores what is no base64url, which would give one token many spellings.
  if (bytes.length !== positionBytes + tagBytes || prefix + bytes.toString("base64url") !== token) return undefined;
  const payload = bytes.subarray(0, positionBytes);
  const tag = bytes.subarray(positionBytes);
  if (!keyGenerations(keys).some((generation) => timingSafeEqual(tagOf(generation, payload), tag))) return undefined;
  return { sessionId: uuidOf(payload.subarray(0, 16)), generation: payload.readUInt32BE(16) };
}

function payloadOf({ sessionId, generation }: RefreshPosition): Buffer {
  const payload = Buffer.alloc(positionBytes);
  payload.set(parseUuid(sessionId));
  payload.writeUInt32BE(generation, 16);
  return payload;
}

const tagOf = (keys: Keys, payload: Uint8Array) => createHmac("sha256", keys.refresh).update(payload).digest();
