import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { waitForAnswer } from "@/scripts/launch/readiness";
import type { EdgeOptions } from "./options";
import { type EdgeNumbers, writeEdge } from "./render";

/** An nginx with the rendered configuration and a folder of its own, in the foreground, as whoever runs us. */
export interface RunningEdge extends AsyncDisposable {
  folder: string;
  /** The lines of the access log so far. */
  accessLines: () => Promise<string[]>;
  /** What it said of itself. */
  errors: () => string;
  signal: (signal: NodeJS.Signals) => void;
}

export type StartOptions = Omit<EdgeOptions, "folder" | "pidFile" | "errorLog" | "accessLog" | "tempFolder">;

/** Distributions keep nginx where not every PATH looks. */
const path = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/bin"].join(delimiter);

/** Renders a configuration into a temporary folder. Gives the options with its places, and how to remove it. */
export async function renderTemporarily(options: StartOptions, edge?: EdgeNumbers) {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-nginx-"));
  // Workers of a root's nginx are somebody else.
  await chmod(folder, 0o755);
  await mkdir(join(folder, "temp"));
  const places = {
    folder,
    pidFile: join(folder, "nginx.pid"),
    errorLog: "stderr" as const,
    accessLog: join(folder, "access.log"),
    tempFolder: join(folder, "temp"),
  };
  await writeEdge(folder, { ...options, ...places }, edge);
  return { ...places, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs nginx on a rendered folder with further arguments. */
export function spawnNginx(folder: string, ...args: string[]) {
  return spawn("nginx", ["-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf"), ...args], {
    env: { PATH: path, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Starts nginx, and waits until it listens. */
export async function startEdge(options: StartOptions, edge?: EdgeNumbers): Promise<RunningEdge> {
  const { folder, accessLog, remove } = await renderTemporarily(options, edge);
  const child = spawnNginx(folder, "-g", "daemon off;");
  const ended = once(child, "exit");
  const endWithUs = () => void child.kill("SIGTERM");
  process.on("exit", endWithUs);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const failure = new AbortController();
  ended.then(
    () => failure.abort(new Error(`nginx ended:\n${said}`)),
    (error: unknown) => failure.abort(error),
  );
  const stop = async () => {
    child.kill("SIGTERM");
    await ended.catch(() => {});
    process.off("exit", endWithUs);
    await remove();
  };
  try {
    // What it answers itself, whether or not anything is behind it.
    await waitForAnswer(`${httpUrl(options)}/readyz`, () => true, failure.signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    folder,
    accessLines: async () => (await readFile(accessLog, "utf8")).split("\n").filter(Boolean),
    errors: () => said,
    signal: (signal) => void child.kill(signal),
    [Symbol.asyncDispose]: stop,
  };
}

/** Where this machine reaches it by plain HTTP. */
function httpUrl({ httpListen: [address = "80"] = [] }: Pick<StartOptions, "httpListen">): string {
  return `http://${address.includes(":") ? address : `127.0.0.1:${address}`}`;
}
