import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The first admin of the desks that the tests start. */
export const admin = { email: "admin@opsdesk.local", password: "a walking desk in the morning" };

/** Long enough for a build on a busy machine. */
const readyTimeoutSeconds = 180;

/** An OpsDesk that `npm start` runs in a data directory of its own. */
export interface Desk {
  npm: ChildProcess;
  dataDirectory: string;
  /** All that the terminal shows so far. */
  output: () => string;
  /** Waits until it says that it is ready; gives its URL. Throws with the output when it ends before. */
  ready: () => Promise<string>;
  /** Settles with npm's exit code. */
  exited: Promise<number | null>;
}

export interface DeskOptions {
  /** Where the project lies; the working folder unless told. */
  project?: string;
  dataDirectory?: string;
  environment?: Record<string, string>;
}

/** Runs `npm start` on free ports. An empty variable is an unset one. */
export function startDesk({ project = ".", dataDirectory, environment }: DeskOptions = {}): Desk {
  const directory = dataDirectory ?? mkdtempSync(join(tmpdir(), "opsdesk-e2e-"));
  const defaults = { DATABASE_URL: "", DATABASE_OWNER_URL: "", PUBLIC_URL: "", HOST: "", PORT: "0", METRICS_PORT: "0" };
  const ours = { ...defaults, DATA_DIR: directory, ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  const npm = spawn("npm", ["start"], {
    cwd: project,
    env: { ...process.env, ...ours, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [npm.stdout, npm.stderr]) stream.on("data", (chunk) => (output += chunk));
  const exited = new Promise<number | null>((resolve) => npm.on("close", (code) => resolve(code)));
  const ready = async () => {
    const deadline = Date.now() + readyTimeoutSeconds * 1000;
    while (npm.exitCode === null && npm.signalCode === null && Date.now() < deadline) {
      const url = /OpsDesk is ready at (\S+)/.exec(output)?.[1];
      if (url) return url;
      await delay(50);
    }
    throw new Error(`npm start was not ready:\n${output}`);
  };
  return { npm, dataDirectory: directory, output: () => output, ready, exited };
}

/** Stops a desk and removes what it kept. */
export async function removeDesk(desk: Desk): Promise<void> {
  desk.npm.kill("SIGTERM");
  await desk.exited;
  rmSync(desk.dataDirectory, { recursive: true, force: true });
}
