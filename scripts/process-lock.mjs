// Plain JavaScript: it also serves bootstrap.mjs, which runs before anything is installed.
import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Start time of a process: a number that another process with the same id, later or after a reboot, does not have. */
function startTimeOf(pid) {
  try {
    if (process.platform !== "linux")
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)])
        .toString()
        .trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}-${ticks}`;
  } catch {
    return undefined;
  }
}

function readHolder(path) {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function isRunning(holder) {
  const separator = holder.indexOf(" ");
  return startTimeOf(Number(holder.slice(0, separator))) === holder.slice(separator + 1);
}

/** Several may find the same stale lock: the one whose rename succeeds removes it, and puts back what it took by mistake. */
function removeStale(path, holder) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readlinkSync(aside) === holder) unlinkSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/** See process-lock.d.mts. The lock is a symbolic link that points nowhere: made in one step together with its content. */
export function tryLock(path) {
  const holderOfMine = `${process.pid} ${startTimeOf(process.pid)}`;
  for (;;) {
    try {
      symlinkSync(holderOfMine, path);
      return { isHeld: true, release: () => readHolder(path) === holderOfMine && unlinkSync(path) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (isRunning(holder)) return { isHeld: false, holderPid: Number.parseInt(holder, 10) };
    removeStale(path, holder);
  }
}

export async function withLock(path, whenWaiting, work, signal) {
  let lock = tryLock(path);
  if (!lock.isHeld) whenWaiting(lock.holderPid);
  while (!lock.isHeld) {
    await delay(100, undefined, { signal });
    lock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}
