import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tryLock, withLock } from "./process-lock.mjs";

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "opsdesk-lock-"));
  path = join(directory, "lock");
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Another process that takes the lock and keeps it until its standard input closes. */
async function holdElsewhere() {
  const module = JSON.stringify(import.meta.resolve("./process-lock.mjs"));
  const script = `const { tryLock } = await import(${module}); tryLock(process.argv[1]); console.log("held"); process.stdin.resume();`;
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", script, path]);
  await once(holder.stdout, "data");
  return holder;
}

test("a second taker is told who has it, until it is released", () => {
  const lock = tryLock(path);
  expect(tryLock(path)).toEqual({ isHeld: false, holderPid: process.pid });
  if (lock.isHeld) lock.release();
  expect(tryLock(path).isHeld).toBe(true);
});

test("the lock of a killed process is taken over", async () => {
  const holder = await holdElsewhere();
  expect(tryLock(path)).toEqual({ isHeld: false, holderPid: holder.pid });
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(tryLock(path).isHeld).toBe(true);
});

test("a process that was given the same number later does not have the lock", () => {
  symlinkSync(`${process.pid} an-earlier-boot-17`, path);
  expect(tryLock(path).isHeld).toBe(true);
  expect(readlinkSync(path)).not.toContain("an-earlier-boot");
});

test("whoever must wait is told once and goes on when the holder has ended", async () => {
  const holder = await holdElsewhere();
  const waitedFor: number[] = [];
  const whenWaiting = (pid: number) => {
    waitedFor.push(pid);
    holder.stdin.end();
  };
  await expect(withLock(path, whenWaiting, async () => "done")).resolves.toBe("done");
  expect(waitedFor).toEqual([holder.pid]);
});
