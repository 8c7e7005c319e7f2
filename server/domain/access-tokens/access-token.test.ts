import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import { invalidToken } from "@/server/domain/errors";
import { deriveKeys } from "@/server/domain/keys/derive";
import { testKeys } from "@/server/test/database";
import { forgedTokens } from "@/server/test/forged-tokens";
import { accessTokenOf, readAccessToken } from "./access-token";

const grant = {
  userId: "01890000-0000-7000-8000-000000000001",
  sessionId: "01890000-0000-7000-8000-000000000002",
  generation: 0,
  grantedAt: new Date("2026-05-01T10:00:00.400Z"),
};
const secondsLater = (seconds: number) => new Date(grant.grantedAt.getTime() + seconds * 1_000);

describe("an access token", () => {
  it("R-TOK-2 is an at+jwt for 15 minutes, with all its claims", async () => {
    const { accessToken } = await accessTokenOf(testKeys, grant);
    expect(decodeProtectedHeader(accessToken)).toEqual({ alg: "HS256", typ: "at+jwt", kid: expect.any(String) });
    const { iat, nbf, exp, ...claims } = decodeJwt(accessToken);
    expect([nbf! - iat!, exp! - iat!]).toEqual([0, 900]);
    expect(claims).toEqual({
      iss: "opsdesk",
      aud: "opsdesk-api",
      sub: grant.userId,
      sid: grant.sessionId,
      jti: `${grant.sessionId}.0`,
    });
  });

  it("R-TOK-2 is good until then, give or take what clocks differ", async () => {
    const { accessToken } = await accessTokenOf(testKeys, grant);
    const read = (seconds: number) => readAccessToken(testKeys, accessToken, secondsLater(seconds));
    for (const seconds of [-9, 0, 899]) {
      expect(await read(seconds)).toEqual({ userId: grant.userId, sessionId: grant.sessionId });
    }
    for (const seconds of [-60, 931]) await expect(read(seconds)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("R-REF-2 is the same for the same grant, so that asking twice makes none that lives longer", async () => {
    expect(await accessTokenOf(testKeys, grant)).toEqual(await accessTokenOf(testKeys, grant));
  });

  it("R-TOK-3 is good while its key is known: two keys at once, and none but the newest for new ones", async () => {
    const [older, newer] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const { accessToken } = await accessTokenOf(deriveKeys(older), grant);
    const both = deriveKeys(newer, older);
    expect(await readAccessToken(both, accessToken, grant.grantedAt)).toMatchObject({ userId: grant.userId });
    await expect(readAccessToken(deriveKeys(newer), accessToken, grant.grantedAt)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const renewed = await accessTokenOf(both, grant);
    expect(await readAccessToken(deriveKeys(newer), renewed.accessToken, grant.grantedAt)).toBeDefined();
  });

  it("R-TOK-1 is not any of the forged ones, which all get the same answer", async () => {
    const { accessToken } = await accessTokenOf(testKeys, grant);
    const forged = await forgedTokens(testKeys, accessToken);
    expect(Object.keys(forged).length).toBeGreaterThan(20);
    for (const [name, token] of Object.entries(forged)) {
      const [read] = await Promise.allSettled([readAccessToken(testKeys, token, grant.grantedAt)]);
      expect([name, read]).toEqual([name, { status: "rejected", reason: invalidToken() }]);
    }
  });
});
