import { join } from "node:path";
import { type Addresses, claimAddresses } from "@/scripts/launch/addresses";
import { serverEnvironment } from "@/scripts/launch/environments";
import { localUrl, readLaunchSettings } from "@/scripts/launch/settings";
import type { BenchDatabase } from "./database";
import { startProgram } from "./program";

export interface BenchServer extends AsyncDisposable {
  url: string;
  metricsUrl: string;
}

let addresses: Promise<Addresses> | undefined;

/** Runs the built server, alone, with the environment that `npm start` gives it, until it is disposed of. */
export async function startServer(database: BenchDatabase, signal: AbortSignal): Promise<BenchServer> {
  const { dataDirectory, ownerUrl, serverUrl } = database;
  const settings = readLaunchSettings({
    NODE_ENV: "production",
    DATA_DIR: dataDirectory,
    PORT: "0",
    METRICS_PORT: "0",
  });
  addresses ??= claimAddresses(settings);
  const { port, serverMetricsPort } = await addresses;
  const url = localUrl(settings.host, port);
  const metricsUrl = localUrl(settings.metricsHost, serverMetricsPort);
  const masterKey = Buffer.from(database.masterKey).toString("base64");
  const program = await startProgram({
    nodeArguments: ["dist/main.js"],
    environment: serverEnvironment("production", settings, { ownerUrl, serverUrl, masterKey }, await addresses),
    logFile: join(dataDirectory, "server.log"),
    readyUrl: `${metricsUrl}/readyz`,
    signal,
  });
  return { url, metricsUrl, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
