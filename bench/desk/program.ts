import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { waitForAnswer } from "@/scripts/launch/readiness";

export interface ProgramOptions {
  /** Arguments for Node. */
  nodeArguments: string[];
  environment: NodeJS.ProcessEnv;
  /** Where its lines go: a file, because whoever reads a pipe takes time from what is measured. */
  logFile: string;
  /** Answers 200 when the program is ready. */
  readyUrl: string;
  signal: AbortSignal;
}

/** Runs a Node program until it is disposed of. It ends with us, however we end. Throws with its last lines if it ends before. */
export async function startProgram(options: ProgramOptions): Promise<AsyncDisposable> {
  const { nodeArguments, environment, logFile, readyUrl, signal } = options;
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, ["--import", "./scripts/follow-parent.mjs", ...nodeArguments], {
    env: environment,
    stdio: ["ignore", log, log, "ipc"],
  });
  const ended = once(child, "exit");
  const failure = new AbortController();
  void ended.then(() => {
    if (child.killed) return;
    const lastLines = readFileSync(logFile, "utf8").slice(-2_000);
    failure.abort(new Error(`The program ended before it was ready:\n${lastLines}`));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  try {
    await waitForAnswer(readyUrl, (status) => status === 200, AbortSignal.any([signal, failure.signal]));
  } catch (error) {
    await stop();
    throw error;
  }
  return { [Symbol.asyncDispose]: stop };
}
