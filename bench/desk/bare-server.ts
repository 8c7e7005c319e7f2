import { join } from "node:path";
import type { BareServerOptions } from "@/bench/load/bare-server";
import { claimPortNear } from "@/scripts/launch/ports";
import type { BenchDatabase } from "./database";
import { startProgram } from "./program";

/** Runs a Fastify that does nothing but look up the session and send the statements of the server, until it is disposed of. */
export async function startBareServer(
  { dataDirectory, serverUrl, secret }: BenchDatabase,
  hostId: string,
  signal: AbortSignal,
) {
  const port = await claimPortNear(0, "127.0.0.1");
  const url = `http://127.0.0.1:${port}`;
  const options: BareServerOptions = { databaseUrl: serverUrl, port, secret, hostId };
  const program = await startProgram({
    nodeArguments: ["--import", "tsx", "bench/load/bare-server.ts", JSON.stringify(options)],
    environment: { NODE_ENV: "production" },
    logFile: join(dataDirectory, "bare-server.log"),
    readyUrl: `${url}/healthz`,
    signal,
  });
  return { url, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
