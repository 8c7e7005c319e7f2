import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { print } from "./progress";

const rotateAboveBytes = 50 * 1024 * 1024;
const lastLinesKept = 15;
const longestLineShown = 2_000;

/** Where the lines of one process go: its log file, the terminal with its name in front, and a memory of the last few. */
export interface ProcessLog {
  write: (line: string) => void;
  /** The newest lines, for saying why the process ended. */
  lastLines: () => string[];
}

/** Continues `logDirectory/<name>.log`; a large one is set aside as `<name>.log.1` first. */
function openFile(logDirectory: string, name: string): WriteStream {
  const file = join(logDirectory, `${name}.log`);
  mkdirSync(logDirectory, { recursive: true, mode: 0o700 });
  const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > rotateAboveBytes) renameSync(file, `${file}.1`);
  return createWriteStream(file, { flags: "a", mode: 0o600 });
}

export function openProcessLog(logDirectory: string, name: string): ProcessLog {
  const file = openFile(logDirectory, name);
  file.on("error", (error) => print(`The log of ${name} cannot be written: ${error.message}`));
  const kept: string[] = [];
  return {
    write: (line) => {
      file.write(`${line}\n`);
      print(`${name.padEnd(8)} | ${line}`);
      kept.push(line.slice(0, longestLineShown));
      if (kept.length > lastLinesKept) kept.shift();
    },
    lastLines: () => [...kept],
  };
}
