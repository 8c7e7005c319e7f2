import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Reading } from "./latency";

/**
 * Reads a URL again and again for as long as some work takes, from a thread of its own. Gives the milliseconds of each reading,
 * and the work's result. Throws where an answer is not 200.
 */
export async function readDuring<T>(
  reading: Reading,
  work: () => Promise<T>,
): Promise<{ milliseconds: number[]; result: T }> {
  const worker = new Worker(new URL("./latency.ts", import.meta.url), { workerData: reading });
  const read = once(worker, "message") as Promise<[number[]]>;
  // Awaited below, when the work is done.
  read.catch(() => {});
  await once(worker, "online");
  const result = await work();
  worker.postMessage("stop");
  const [milliseconds] = await read;
  return { milliseconds, result };
}
