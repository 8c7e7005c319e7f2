import { createHmac, generateKeyPairSync } from "node:crypto";
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";
import type { Keys } from "@/server/domain/keys/derive";

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Every way to forge an access token out of a good one (RFC 8725): no algorithm, confused algorithms, foreign keys, keys that the
 * token brings itself, other claims, altered parts. By what is wrong with each.
 */
export async function forgedTokens(keys: Keys, good: string): Promise<Record<string, string>> {
  const header = decodeProtectedHeader(good) as JWTHeaderParameters;
  const claims = decodeJwt(good);
  const [head, body, signature] = good.split(".") as [string, string, string];
  const signed = (changes: JWTPayload, headers: Partial<JWTHeaderParameters> = {}, key: Uint8Array = keys.jwt) =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ ...header, ...headers }).sign(key);
  const unsigned = (headers: object, tail = "") => `${encoded({ ...header, ...headers })}.${body}.${tail}`;
  const resigned = (headers: object) => {
    const start = `${encoded({ ...header, ...headers })}.${body}`;
    return `${start}.${createHmac("sha256", keys.jwt).update(start).digest("base64url")}`;
  };
  const without = (name: string) => signed({ [name]: undefined });
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicPem = Buffer.from(publicKey.export({ type: "spki", format: "pem" }));
  const foreignKey = new Uint8Array(32).fill(9);
  const rsaHeader = { alg: "RS256", typ: header.typ, kid: header.kid };

  return {
    "no algorithm": unsigned({ alg: "none" }),
    "no algorithm, in capitals": unsigned({ alg: "NONE" }),
    "no algorithm, with the signature": unsigned({ alg: "none" }, signature),
    "no signature": `${head}.${body}.`,
    "another algorithm, same key": await signed({}, { alg: "HS512" }, Buffer.concat([keys.jwt, keys.jwt])),
    RSA: await new SignJWT(claims).setProtectedHeader(rsaHeader as JWTHeaderParameters).sign(privateKey),
    "a public key as HMAC secret": await signed({}, {}, publicPem),
    "a foreign key": await signed({}, {}, foreignKey),
    "an empty key's signature": `${head}.${body}.${createHmac("sha256", "").update(`${head}.${body}`).digest("base64url")}`,
    "the key of another purpose": await signed({}, {}, keys.cursor),
    "an unknown key id": await signed({}, { kid: "unknown" }),
    "no key id": await signed({}, { kid: undefined as unknown as string }),
    "a path as key id": await signed({}, { kid: "../../../../dev/null" }, new Uint8Array(32)),
    "SQL as key id": await signed({}, { kid: "x' union select 'key" }, foreignKey),
    "a key that it brings": await signed(
      {},
      { jwk: { kty: "oct", k: Buffer.from(foreignKey).toString("base64url") } as JWK },
      foreignKey,
    ),
    "a public key that it brings": await new SignJWT(claims)
      .setProtectedHeader({ ...rsaHeader, jwk: await exportJWK(publicKey) } as JWTHeaderParameters)
      .sign(privateKey),
    "a URL of keys": await signed({}, { jku: "http://127.0.0.1:1/keys.json" }, foreignKey),
    "a URL of certificates": await signed({}, { x5u: "http://127.0.0.1:1/chain.pem" }, foreignKey),
    "a critical header that nobody knows": resigned({ crit: ["exp", "else"], else: true }),
    "the type of an ID token": await signed({}, { typ: "JWT" }),
    "no type": await signed({}, { typ: undefined as unknown as string }),
    expired: await signed({ exp: (claims.iat ?? 0) - 60 }),
    "never expires": await without("exp"),
    "lives for a year": await signed({ iat: (claims.iat ?? 0) - 3_600, exp: (claims.iat ?? 0) + 31_536_000 }),
    "not yet": await signed({ nbf: (claims.iat ?? 0) + 300 }),
    "no beginning": await without("nbf"),
    "made at no time": await without("iat"),
    "another issuer": await signed({ iss: "https://attacker.example" }),
    "no issuer": await without("iss"),
    "another audience": await signed({ aud: "another-api" }),
    "no audience": await without("aud"),
    "no subject": await without("sub"),
    "a subject that is none": await signed({ sub: "admin" }),
    "no session": await without("sid"),
    "a session that is none": await signed({ sid: "' or true --" }),
    "no id of its own": await without("jti"),
    "an altered subject": `${head}.${encoded({ ...claims, sub: "01890000-0000-7000-8000-00000000000a" })}.${signature}`,
    "an altered signature": `${head}.${body}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
    "a fourth part": `${good}.${signature}`,
    "half a token": good.slice(0, good.length / 2),
  };
}
