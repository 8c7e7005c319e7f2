import { randomBytes } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, type JWTHeaderParameters, SignJWT } from "jose";
import { v7 as newId } from "uuid";
import { accessTokenOf, readAccessToken } from "@/server/domain/access-tokens/access-token";
import { isApiToken, newApiToken } from "@/server/domain/api-tokens/rules";
import { deriveKeys, type Keys } from "@/server/domain/keys/derive";
import { type Effort, type Measurement, median, quantile } from "./measurement";

const keys = deriveKeys(new Uint8Array(randomBytes(32)));

type Refused = () => Promise<unknown>;

/** Of each way to be refused, one that goes as far as it can. */
async function forgeries(): Promise<Record<string, Refused>> {
  const grant = { userId: newId(), sessionId: newId(), generation: 0, grantedAt: new Date() };
  const { accessToken } = await accessTokenOf(keys, grant);
  const claims = decodeJwt(accessToken);
  const header = decodeProtectedHeader(accessToken) as JWTHeaderParameters;
  const signed = (changes: object, key: Keys["jwt"] = keys.jwt) =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader(header).sign(key);
  const tokens = {
    "a foreign key": await signed({}, new Uint8Array(32)),
    "a foreign key, 12 KiB": await signed({ filler: "x".repeat(9_000) }, new Uint8Array(32)),
    expired: await signed({ exp: 1 }),
    "another audience": await signed({ aud: "another-api" }),
    "no algorithm": `${Buffer.from(JSON.stringify({ ...header, alg: "none" })).toString("base64url")}.${accessToken.split(".")[1]}.`,
    "an unknown key id": await new SignJWT(claims).setProtectedHeader({ ...header, kid: "x" }).sign(keys.jwt),
    "half a token": accessToken.slice(0, accessToken.length / 2),
  };
  const read = (token: string) => readAccessToken(keys, token, new Date());
  const apiToken = `${newApiToken().slice(0, -1)}_`;
  return {
    ...Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, () => read(token)])),
    "an API token with a typo": () => (isApiToken(apiToken) ? Promise.resolve() : Promise.reject(new Error("refused"))),
  };
}

/** Milliseconds of the processor, over all threads, that one refusal takes. */
async function costOf(forged: Refused, samples: number): Promise<number> {
  const before = process.cpuUsage();
  for (let sample = 0; sample < samples; sample++) {
    const isTaken = await forged().then(
      () => true,
      () => false,
    );
    if (isTaken) throw new Error("a forged token was taken");
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / samples;
}

async function run({ rounds, samples, signal, say }: Effort) {
  const all = Object.entries(await forgeries());
  const costs = new Map<string, number[]>(all.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? "a round that is not counted" : `round ${round} of ${rounds}: ${samples} of each`);
    for (const [name, forged] of all) {
      signal.throwIfAborted();
      const cost = await costOf(forged, samples);
      if (round > 0) costs.get(name)?.push(cost);
    }
  }
  const perRound = Array.from({ length: rounds }, (_, round) =>
    [...costs.values()].map((values) => values[round] ?? Number.NaN),
  );
  return {
    values: perRound.map((values) => quantile(values, 1)),
    details: [
      { name: "median of the forgeries", unit: "ms", values: perRound.map(median) },
      ...[...costs].map(([name, values]) => ({ name, unit: "ms", values })),
    ],
  };
}

export const forgedToken: Measurement = {
  name: "forged-token",
  title: "Processor time to refuse the dearest forged token",
  limit: { atMost: 2 },
  unit: "ms",
  method:
    "Each kind of forgery again and again, by the function that reads the token of a request: user and system time of the " +
    "process, over all its threads, by their number. The dearest kind counts.",
  run,
};
