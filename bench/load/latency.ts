import { parentPort, workerData } from "node:worker_threads";

export interface Reading {
  url: string;
  cookie: string;
}

const { url, cookie } = workerData as Reading;
const milliseconds: number[] = [];
const stopping = new AbortController();
parentPort?.once("message", () => stopping.abort());

while (!stopping.signal.aborted) {
  const startedAt = performance.now();
  const response = await fetch(url, { headers: { cookie } });
  await response.text();
  milliseconds.push(performance.now() - startedAt);
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
}
parentPort?.postMessage(milliseconds);
