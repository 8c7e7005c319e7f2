import { setTimeout as delay } from "node:timers/promises";

const pollMilliseconds = 25;
const timeoutSeconds = 60;

/** Waits until `url` answers with a status that `accepts` takes. Throws after a minute, or when `signal` is aborted. */
export async function waitForAnswer(
  url: string,
  accepts: (status: number) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  let lastAnswer = "no answer";
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
      if (accepts(response.status)) return;
      lastAnswer = `status ${response.status}: ${(await response.text()).slice(0, 500)}`;
    } catch (error) {
      lastAnswer = String(error instanceof Error ? (error.cause ?? error) : error);
    }
    await delay(pollMilliseconds);
  }
  throw new Error(`${url} was not ready after ${timeoutSeconds} s (${lastAnswer}).`);
}
