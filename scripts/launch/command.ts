import { spawn } from "node:child_process";
import { constants } from "node:os";
import { openDatabaseForCommand } from "./command-database";
import { commandEnvironment } from "./environments";
import { readOrCreateSecret } from "./secrets";
import type { LaunchSettings } from "./settings";

/** Runs a Node program at the terminal over the database of a desk, and gives its exit code. */
export async function runCommandOnDesk(settings: LaunchSettings, nodeArguments: readonly string[]): Promise<number> {
  const database = await openDatabaseForCommand(settings);
  try {
    const masterKey = settings.masterKey ?? readOrCreateSecret(settings.dataDirectory, "master-key", "base64");
    const secrets = { ownerUrl: undefined, serverUrl: database.serverUrl, masterKey };
    return await runAtTerminal(nodeArguments, commandEnvironment(settings, secrets));
  } finally {
    await database.embedded?.stop();
  }
}

/** Runs a Node program that reads and writes where we do; what asks us to end asks it. */
export function runAtTerminal(nodeArguments: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, nodeArguments, { env, stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}
