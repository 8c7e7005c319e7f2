import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { claimPort } from "@/scripts/launch/ports";

/** A process of OpsDesk, run from its sources. */
export type RunningProcess = {
  /** Everything printed so far. */
  output: { stdout: string; stderr: string };
  /** The JSON lines printed so far. */
  logLines: () => Record<string, unknown>[];
  signal: (signal: NodeJS.Signals) => void;
  /** The exit code, once the process has ended; null where a signal ended it. */
  exited: Promise<number | null>;
};

/** A test is one user who asks for more than one may. */
const withoutLimits = { LIMIT_CHANGES: "0", LIMIT_READS: "0" };

/** Starts `server/<entry>.ts` with this environment and no other, without limits unless it sets them. A process that still runs when the test ends is killed. */
export function startProcess(
  entry: "main" | "worker" | "migrate",
  environment: Record<string, string>,
): RunningProcess {
  const child = spawn(process.execPath, ["--import", "tsx", `server/${entry}.ts`], {
    env: { NODE_ENV: "production", ...withoutLimits, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    output,
    logLines: () => jsonLines(output.stdout),
    signal: (signal) => void child.kill(signal),
    exited: once(child, "close").then(([code]) => code as number | null),
  };
}

function jsonLines(text: string): Record<string, unknown>[] {
  const lines = text.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A port of this machine that nobody has. */
export async function freePort(): Promise<number> {
  return Number(await claimPort(0, "127.0.0.1"));
}
