import { setTimeout as wait } from "node:timers/promises";
import { numbers } from "@/server/domain/numbers";
import type { Log } from "./log";

type Close = () => Promise<unknown>;

export type Stopping = {
  /** True from the first signal on. */
  isDraining: () => boolean;
  /** Adds something to be closed at the end; what was added last is closed first. */
  closeLater: (close: Close) => void;
};

/**
 * On SIGTERM or SIGINT: makes `/readyz` say so, waits until a load balancer has seen it, then closes everything, which completes what
 * is in flight, for at most `numbers.drain.timeoutSeconds`. Exits with 0, or with 1 where that failed or took longer.
 */
export function stopOnSignal(log: Log, waitSeconds: number): Stopping {
  const closing: Close[] = [];
  let isDraining = false;

  const closeAll = async () => {
    for (const close of closing.toReversed()) await close();
  };
  const stop = async (signal: string) => {
    if (isDraining) return;
    isDraining = true;
    log.info({ signal, waitSeconds }, "draining");
    await wait(waitSeconds * 1_000);
    const timeoutSeconds = numbers.drain.timeoutSeconds;
    const late = wait(timeoutSeconds * 1_000).then(() =>
      Promise.reject(new Error(`not done after ${timeoutSeconds} s`)),
    );
    await Promise.race([closeAll(), late]).then(
      () => log.info("stopped"),
      (error: unknown) => {
        log.error({ error }, "stopping failed");
        process.exitCode = 1;
      },
    );
    process.exit();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  return { isDraining: () => isDraining, closeLater: (close) => void closing.push(close) };
}
