import { spawn } from "node:child_process";
import { waitForAnswer } from "@/scripts/launch/readiness";
import { outerEnvironment } from "@/scripts/measure/outer-environment";
import { withoutLimits } from "./server";

export interface NpmStartOptions {
  /** Where the project lies. */
  project: string;
  dataDirectory: string;
  signal: AbortSignal;
  /** Command line to put in front of npm. */
  prefix?: string[];
  environment?: Record<string, string>;
}

/** Whatever the person at the terminal has set of these, an empty variable is an unset one. */
const unset = ["DATABASE_URL", "DATABASE_OWNER_URL", "OPSDESK_MASTER_KEY", "PUBLIC_URL", "HOST", "METRICS_HOST"];

const defaults = {
  ...Object.fromEntries(unset.map((name) => [name, ""])),
  PORT: "0",
  METRICS_PORT: "0",
  ADMIN_PASSWORD: "a walking desk in the morning",
  ...withoutLimits,
};

/** Runs npm. Gives where it says that OpsDesk is ready, once it does. */
function spawnNpm({ project, dataDirectory, signal, prefix = [], environment }: NpmStartOptions) {
  const [command, ...args] = [...prefix, "npm", "start"];
  const env = { ...outerEnvironment(), ...defaults, ...environment, DATA_DIR: dataDirectory };
  const npm = spawn(command, args, { cwd: project, env, signal, stdio: ["ignore", "pipe", "pipe"] });
  const { promise: ready, resolve, reject } = Promise.withResolvers<{ url: string; metricsUrl: string }>();
  let output = "";
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const url = /^OpsDesk is ready at (\S+)/m.exec(output)?.[1];
      const metricsPort = /^server +\| .*"metricsPort":(\d+)/m.exec(output)?.[1];
      if (url && metricsPort) resolve({ url, metricsUrl: `http://127.0.0.1:${metricsPort}` });
    });
  }
  const closed = new Promise<void>((close) => npm.on("close", () => close()));
  npm.on("error", reject);
  void closed.then(() => reject(new Error(`npm start ended before it was ready:\n${output}`)));
  return { npm, ready, closed };
}

/**
 * Runs `npm start` until it is ready: it has printed its URL, /healthz and the front page answer there, and the server's
 * /readyz says 200. Stops it again. Gives the seconds that it took to be ready.
 */
export async function timeNpmStart(options: NpmStartOptions): Promise<number> {
  const startedAt = performance.now();
  const { npm, ready, closed } = spawnNpm(options);
  try {
    const { url, metricsUrl } = await ready;
    await Promise.all([
      waitForAnswer(`${url}/healthz`, (status) => status === 200, options.signal),
      waitForAnswer(`${url}/`, (status) => status < 400, options.signal),
      waitForAnswer(`${metricsUrl}/readyz`, (status) => status === 200, options.signal),
    ]);
    return (performance.now() - startedAt) / 1000;
  } finally {
    npm.kill("SIGTERM");
    await closed;
  }
}
