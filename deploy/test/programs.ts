import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

/** Runs promtool or amtool; gives what it printed where it failed, and nothing where all was well. */
export async function faultsOf(program: "amtool" | "promtool", ...args: string[]): Promise<string> {
  return promisify(execFile)(program, args).then(
    () => "",
    (error: unknown) => {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      return stdout + stderr || String(error);
    },
  );
}

/** Runs a program that stays until the test ends, and waits until its address answers. Fails with what it printed when it ends before. */
export async function startProgram(program: string, args: string[], readyUrl: string): Promise<void> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = once(child, "close").catch((error: unknown) => (output += String(error)));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const isReady = untilAnswered(readyUrl).then(() => true);
  const hasEnded = ended.then(() => false);
  if (!(await Promise.race([isReady, hasEnded]))) throw new Error(`${program} ended:\n${output}`);
}

const patienceMilliseconds = 30_000;

async function untilAnswered(url: string): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const isOk = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isOk) return;
    if (Date.now() > deadline) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
