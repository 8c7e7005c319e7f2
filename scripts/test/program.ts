import { spawn } from "node:child_process";

export interface ProgramOptions {
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Runs a program on our terminal. Gives whether it ended well. */
export function runProgram(command: string, args: string[], { environment, signal }: ProgramOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", env: environment, signal });
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(false);
    });
    child.on("exit", (code) => resolve(code === 0));
  });
}
