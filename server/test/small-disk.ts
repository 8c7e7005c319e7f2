import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Runs a test body with a folder that takes about a megabyte: as root on a file system of its own, elsewhere in a process group
 * that may write no longer files.
 */
export async function withSmallDisk(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-small-"));
  const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).catch(() => undefined);
  const limit = (size: string) => run("prlimit", [`--pid=${process.pid}`, `--fsize=${size}:`]);
  try {
    if (!mounted) await limit("1048576");
    await body(folder);
  } finally {
    await (mounted ? run("umount", ["-l", folder]) : limit("unlimited"));
    await rm(folder, { recursive: true, force: true });
  }
}
