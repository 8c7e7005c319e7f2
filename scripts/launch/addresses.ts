import { claimPort, claimPortNear } from "./ports";
import { print } from "./progress";
import type { LaunchSettings } from "./settings";

/** The ports on which the processes of one desk listen. */
export interface Addresses {
  port: number;
  webPort: number;
  serverMetricsPort: number;
  workerMetricsPort: number;
}

const reasons: Record<string, string> = {
  EADDRINUSE: "another program is listening there",
  EACCES: "this user may not listen there",
  EADDRNOTAVAIL: "this machine does not have that address",
};

async function claimMetricsPort(name: string, preferred: number, host: string): Promise<number> {
  const port = await claimPortNear(preferred, host);
  if (preferred !== 0 && port !== preferred)
    print(`Port ${preferred} is taken, so that the metrics of ${name} are on port ${port}.`);
  return port;
}

/** Finds a port for each process. Throws an Error when the one that people type cannot be had. */
export async function claimAddresses({ host, port, metricsHost, metricsPort }: LaunchSettings): Promise<Addresses> {
  const claimed = await claimPort(port, host);
  if (typeof claimed === "string") {
    const reason = reasons[claimed] ?? claimed;
    throw new Error(`OpsDesk cannot listen on ${host} port ${port}: ${reason}. Choose another: PORT=3001 npm start`);
  }
  return {
    port: claimed,
    webPort: await claimPortNear(0, "127.0.0.1"),
    serverMetricsPort: await claimMetricsPort("the server", metricsPort, metricsHost),
    workerMetricsPort: await claimMetricsPort("the worker", metricsPort && metricsPort + 1, metricsHost),
  };
}
