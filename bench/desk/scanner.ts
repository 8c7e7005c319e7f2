import { randomBytes, randomInt } from "node:crypto";
import { Agent, METHODS, request } from "node:http";
import { text } from "node:stream/consumers";

const connections = 16;
const methods = METHODS.filter((method) => method !== "CONNECT");
const prefixes = ["/", "/api/", "/api/v1/", "/api/trpc/", "/api/auth/"];

const pick = (from: readonly string[]) => from[randomInt(from.length)] ?? "";
const word = () => randomBytes(1 + randomInt(20)).toString("base64url");

/** One request for what there is not, by any method, of any host. */
async function ask(url: string, agent: Agent): Promise<void> {
  const path = `${pick(prefixes)}${Array.from({ length: 1 + randomInt(4) }, word).join("/")}`;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const sent = request(url, { agent, path, method: pick(methods), headers: { host: `${word()}.example` } });
  sent.on("response", (response) => void text(response).then(() => resolve(), reject));
  sent.on("error", reject);
  sent.end();
  return promise;
}

/** Asks a server for so many things that it does not have, as a scanner does. */
export async function scan(url: string, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let asked = 0;
  const askOnAndOn = async () => {
    while (asked++ < requests) await ask(url, agent);
  };
  await Promise.all(Array.from({ length: connections }, askOnAndOn));
  agent.destroy();
}
