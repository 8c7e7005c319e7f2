import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ProcessDescription {
  name: string;
  /** Arguments for Node. */
  nodeArguments: string[];
  environment: NodeJS.ProcessEnv;
}

export interface SupervisedProcess {
  /** Settles with how it ended: "exit code 1" or "signal SIGKILL". */
  ended: Promise<string>;
  /** Asks the process to drain and waits for its end; one that takes too long is killed. */
  stop: () => Promise<void>;
  /** Ends it and whatever it started at once. */
  kill: () => void;
}

export type OnLine = (line: string, stream: "stdout" | "stderr") => void;

/** The server drains for up to 60 seconds. */
const stopTimeoutSeconds = 65;

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing is left of it.
  }
}

/**
 * Starts a Node program in a process group of its own, so that Ctrl-C on the terminal reaches the launcher alone.
 * It ends when the launcher is killed (follow-parent.mjs). Its lines go to `onLine`.
 */
export function startProcess(description: ProcessDescription, onLine: OnLine): SupervisedProcess {
  const followParent = new URL("../follow-parent.mjs", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", followParent, ...description.nodeArguments], {
    env: { ...description.environment, OPSDESK_LAUNCHER_PID: String(process.pid) },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const name of ["stdout", "stderr"] as const) {
    const stream = child[name];
    if (stream) createInterface({ input: stream }).on("line", (line) => onLine(line, name));
  }
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    // "close" comes after the last line, "exit" may come before it.
    child.on("close", (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    child.on("exit", () => killGroup(child));
  });
  return {
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const forced = setTimeout(() => killGroup(child), stopTimeoutSeconds * 1000);
      await ended;
      clearTimeout(forced);
    },
    kill: () => killGroup(child),
  };
}
