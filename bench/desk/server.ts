import { join } from "node:path";
import { type Addresses, claimAddresses } from "@/scripts/launch/addresses";
import { serverEnvironment } from "@/scripts/launch/environments";
import { serverFlags } from "@/scripts/launch/node-flags";
import { localUrl, readLaunchSettings } from "@/scripts/launch/settings";
import type { BenchDatabase } from "./database";
import { startProgram } from "./program";

export interface BenchServer extends AsyncDisposable {
  url: string;
  metricsUrl: string;
  /** Where it looks for the pages, and more. */
  addresses: Addresses;
}

export interface ServerOptions {
  /** Which one it is of several that run at once over the same database. */
  replica?: number;
  /** Beside what `npm start` gives. */
  environment?: Record<string, string>;
}

/** One user sends all the load. */
export const withoutLimits = { LIMIT_CHANGES: "0", LIMIT_READS: "0" };

const addressesOf: Promise<Addresses>[] = [];

/** Runs the built server, without pages, with the environment that `npm start` gives it, until it is disposed of. */
export async function startServer(
  database: BenchDatabase,
  signal: AbortSignal,
  { replica = 0, environment = {} }: ServerOptions = {},
): Promise<BenchServer> {
  const { dataDirectory, ownerUrl, serverUrl } = database;
  const settings = readLaunchSettings({
    NODE_ENV: "production",
    DATA_DIR: dataDirectory,
    PORT: "0",
    METRICS_PORT: "0",
  });
  addressesOf[replica] ??= claimAddresses(settings);
  const addresses = await addressesOf[replica];
  const url = localUrl(settings.host, addresses.port);
  const metricsUrl = localUrl(settings.metricsHost, addresses.serverMetricsPort);
  const masterKey = Buffer.from(database.masterKey).toString("base64");
  const program = await startProgram({
    nodeArguments: [...serverFlags, "dist/main.js"],
    environment: {
      ...serverEnvironment("production", settings, { ownerUrl, serverUrl, masterKey }, addresses),
      ...withoutLimits,
      ...environment,
    },
    logFile: join(dataDirectory, `server-${replica}.log`),
    readyUrl: `${metricsUrl}/readyz`,
    signal,
  });
  return { url, metricsUrl, addresses, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
