import { execFile } from "node:child_process";
import { promisify } from "node:util";
import PQueue from "p-queue";

export type Step = {
  name: string;
  /** Gives what is wrong, in lines for a person; an empty text when all is well. */
  findings: () => Promise<string>;
};

/**
 * Runs all steps, two at a time because the smallest machines that build have two cores, and prints each with its seconds
 * as it ends. Gives whether all were well; one that throws counts as not well and stops no other.
 */
export async function runSteps(steps: Step[], print: (text: string) => void): Promise<boolean> {
  const results = await new PQueue({ concurrency: 2 }).addAll(
    steps.map(({ name, findings }) => async () => {
      const startedAt = performance.now();
      const wrong = await findings().catch(String);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
      print(`${wrong ? "✘" : "✔"} ${name.padEnd(22)}${seconds} s${wrong && `\n\n${wrong.trimEnd()}\n`}`);
      return wrong === "";
    }),
  );
  return results.every(Boolean);
}

/** Runs a program; gives nothing when it exits with 0, otherwise all that it printed. */
export async function run(program: string, ...args: string[]): Promise<string> {
  const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } };
  try {
    await promisify(execFile)(program, args, options);
    return "";
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return stdout + stderr || String(error);
  }
}
