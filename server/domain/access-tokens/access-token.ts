import { createHash } from "node:crypto";
import { type JWTHeaderParameters, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { invalidToken } from "@/server/domain/errors";
import { type Keys, keyGenerations } from "@/server/domain/keys/derive";
import { numbers } from "@/server/domain/numbers";

const algorithm = "HS256";
const type = "at+jwt";
const issuer = "opsdesk";
const audience = "opsdesk-api";

const lifetimeSeconds = numbers.sessions.accessTokenMinutes * 60;

/** Which access token: of whom, of which session, and which of its exchanges gave it, when. */
type Grant = { userId: string; sessionId: string; generation: number; grantedAt: Date };

/** A key's id tells the keys of two master keys apart and says nothing of either. */
const keyIdOf = (key: Uint8Array) =>
  createHash("sha256").update("opsdesk:jwt:kid").update(key).digest("base64url").slice(0, 12);

/**
 * Makes an access token (RFC 9068), good for `numbers.sessions.accessTokenMinutes` from the moment of the grant. The same grant
 * always gives the same token, so that a token that is asked for twice does not live longer.
 */
export async function accessTokenOf(keys: Keys, grant: Grant): Promise<{ accessToken: string; expiresAt: Date }> {
  const at = Math.floor(grant.grantedAt.getTime() / 1_000);
  const claims = { sid: grant.sessionId, jti: `${grant.sessionId}.${grant.generation}` };
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: type, kid: keyIdOf(keys.jwt) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(grant.userId)
    .setIssuedAt(at)
    .setNotBefore(at)
    .setExpirationTime(at + lifetimeSeconds)
    .sign(keys.jwt);
  return { accessToken, expiresAt: new Date((at + lifetimeSeconds) * 1_000) };
}

const payload = z.object({ sub: z.uuid(), sid: z.uuid() });

/**
 * Reads whose and which session's an access token is. Takes one algorithm, the newest key and the one before it, and no key from
 * the token. Throws `unauthenticated` for all others alike.
 */
export async function readAccessToken(
  keys: Keys,
  token: string,
  now: Date,
): Promise<{ userId: string; sessionId: string }> {
  try {
    const verified = await jwtVerify(token, (header) => keyFor(keys, header), {
      algorithms: [algorithm],
      typ: type,
      issuer,
      audience,
      clockTolerance: numbers.sessions.clockToleranceSeconds,
      maxTokenAge: lifetimeSeconds,
      requiredClaims: ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"],
      currentDate: now,
    });
    const { sub, sid } = payload.parse(verified.payload);
    return { userId: sub, sessionId: sid };
  } catch {
    throw invalidToken();
  }
}

function keyFor(keys: Keys, { kid }: JWTHeaderParameters | { kid?: string }): Uint8Array {
  const known = keyGenerations(keys).find((generation) => keyIdOf(generation.jwt) === kid);
  if (!known) throw invalidToken();
  return known.jwt;
}
