import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Load } from "./drive";

/** Answers per second to one client that keeps all connections busy, from a thread of its own. Throws where one is not 200. */
export async function measureRate(load: Load): Promise<number> {
  const worker = new Worker(new URL("./drive.ts", import.meta.url), { workerData: load });
  const [rate] = (await once(worker, "message")) as [number];
  return rate;
}
