import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { tryLock } from "@/scripts/process-lock.mjs";

/**
 * Makes the data directory and takes it for this process until the process ends.
 *
 * @throws Error with the id of the process that has it.
 */
export function takeDataDirectory(dataDirectory: string): void {
  if (mkdirSync(dataDirectory, { recursive: true })) chmodSync(dataDirectory, 0o700);
  const lock = tryLock(join(dataDirectory, "launcher.lock"));
  if (!lock.isHeld) {
    throw new Error(
      `Process ${lock.holderPid} is running OpsDesk in ${dataDirectory}. Stop it, or set another DATA_DIR and PORT to run a second one.`,
    );
  }
  process.on("exit", lock.release);
}
