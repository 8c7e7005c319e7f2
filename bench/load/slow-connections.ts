import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SlowClients, SlowOutcome } from "./slow-clients";

/** Holds slow connections, from a thread of their own, while some work is done. */
export async function whileSlow<T>(
  clients: SlowClients,
  work: () => Promise<T>,
): Promise<{ result: T; slow: SlowOutcome }> {
  const worker = new Worker(new URL("./slow-clients.ts", import.meta.url), { workerData: clients });
  try {
    await once(worker, "message");
    const result = await work();
    const answered = once(worker, "message") as Promise<[SlowOutcome]>;
    worker.postMessage("stop");
    const [slow] = await answered;
    return { result, slow };
  } finally {
    await worker.terminate();
  }
}
