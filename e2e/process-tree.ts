import { readdirSync, readFileSync } from "node:fs";

export interface RunningProcess {
  pid: number;
  commandLine: string;
  /** Distinguishes it from a later process with the same id. */
  startTime: string;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function status(pid: number) {
  const stat = read(pid, "stat");
  // The name before it may itself contain spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0], parentPid: Number(fields[1]), startTime: fields[19] ?? "" };
}

/** Every process below `pid`, those in between first. */
export function listDescendants(pid: number): RunningProcess[] {
  const pids = readdirSync("/proc").map(Number).filter(Boolean);
  const children = pids.filter((candidate) => status(candidate).parentPid === pid);
  return children.flatMap((child) => {
    const commandLine = read(child, "cmdline").replaceAll("\0", " ").trim();
    return [{ pid: child, commandLine, startTime: status(child).startTime }, ...listDescendants(child)];
  });
}

/** Whether it still runs. A zombie does not: it has ended and only waits to be noticed. */
export function isRunning({ pid, startTime }: RunningProcess): boolean {
  const now = status(pid);
  return now.startTime === startTime && now.state !== "Z";
}
