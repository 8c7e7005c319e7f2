import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const stopTimeoutSeconds = 60;

function commandLineOf(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)]).toString();
  } catch {
    return "";
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Ends a PostgreSQL that still runs on `clusterDirectory` because what started it was killed.
 * The caller holds the lock of the data directory, so that it belongs to nobody alive.
 */
export async function stopLeftover(clusterDirectory: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(clusterDirectory, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  const isLeftover = () => commandLineOf(pid).includes(`-D ${clusterDirectory}`);
  if (!isLeftover()) {
    // After a reboot the number may be another program's, and PostgreSQL would then refuse to start.
    if (isRunning(pid)) rmSync(pidFile);
    return;
  }
  log(`Stopping the PostgreSQL with process id ${pid} that an interrupted start left behind.`);
  process.kill(pid, "SIGINT");
  const deadline = performance.now() + stopTimeoutSeconds * 1000;
  while (isLeftover()) {
    if (performance.now() > deadline) throw new Error(`The PostgreSQL with process id ${pid} does not end. Stop it.`);
    await delay(25);
  }
}
