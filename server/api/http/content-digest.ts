import type { IncomingHttpHeaders } from "node:http";
import { invalid, malformed } from "@/server/domain/errors";

const member = /^sha-256=(?::([A-Za-z0-9+/]{43}=):|([A-Za-z0-9+/]{43}=))$/i;

/**
 * The SHA-256 that a request says its body has, in `Content-Digest` (RFC 9530), `Repr-Digest` or the older `Digest`; undefined
 * where it says nothing. Throws `malformed` where what it says cannot be checked: another algorithm alone, two digests, no digest.
 */
export function announcedDigest(headers: IncomingHttpHeaders): Uint8Array | undefined {
  const announced = ["content-digest", "repr-digest", "digest"].flatMap((name) => headers[name] ?? []);
  if (announced.length === 0) return undefined;
  // Several lines of one header come joined by commas.
  const members = announced.flatMap((value) => value.split(",")).map((part) => part.trim());
  const digests = members.filter((part) => /^sha-256=/i.test(part));
  const [digest] = digests;
  if (digest === undefined || digests.length > 1) {
    throw malformed("Send one digest of the body: Content-Digest: sha-256=:…:, with the 32 bytes in base64.");
  }
  const found = member.exec(digest);
  const bytes = Buffer.from(found?.[1] ?? found?.[2] ?? "", "base64");
  if (bytes.length !== 32) throw malformed("Content-Digest: sha-256=:…: holds 32 bytes in base64.");
  return bytes;
}

/** Throws `invalid` where a body is not what it was said to be. */
export function requireDigest(announced: Uint8Array | undefined, sha256: Uint8Array): void {
  if (announced === undefined || Buffer.from(sha256).equals(announced)) return;
  const came = Buffer.from(sha256).toString("base64");
  throw invalid("The bytes that came are not those that were announced. Nothing was kept. Send them again.", [
    { path: "Content-Digest", message: `What came has sha-256=:${came}:` },
  ]);
}
