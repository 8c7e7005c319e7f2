import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryLock } from "@/scripts/process-lock.mjs";

/** Listens for a moment. Gives the port, another one for port 0, or the system's error code, such as EADDRINUSE. */
async function listen(port: number, host: string): Promise<number | string> {
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address ? address.port : port;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    server.close();
  }
}

/**
 * Claims `port`, or any free one when it is 0, until this process ends. Two copies that start in the same moment would
 * otherwise both find it free, because their servers listen only some seconds later.
 *
 * @returns the port, or the reason why it cannot be had, as a system error code.
 */
export async function claimPort(port: number, host: string): Promise<number | string> {
  const free = await listen(port, host);
  if (typeof free === "string") return free;
  const lock = tryLock(join(tmpdir(), `opsdesk-port-${process.getuid?.() ?? 0}-${free}`));
  if (!lock.isHeld) return port === 0 ? claimPort(port, host) : "EADDRINUSE";
  process.on("exit", lock.release);
  return free;
}

/** Claims `preferred` or, when it cannot be had, any free port. */
export async function claimPortNear(preferred: number, host: string): Promise<number> {
  for (const port of [preferred, 0]) {
    const claimed = await claimPort(port, host);
    if (typeof claimed === "number") return claimed;
  }
  throw new Error(`There is no free port on ${host}.`);
}
