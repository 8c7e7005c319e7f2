/** A person or the system asked for the end: not a failure. */
export class StopRequest extends Error {}

/** A second signal this soon is the same Ctrl-C, delivered by the terminal and by npm. */
const sameRequestMilliseconds = 1_000;

/**
 * Aborts `shutdown` with a StopRequest at SIGINT, SIGTERM or SIGHUP, or when the process that started us is killed.
 *
 * @param whenInsisted is called when the person asks again.
 */
export function shutDownWhenAsked(shutdown: AbortController, whenInsisted: () => void): void {
  let askedAt: number | undefined;
  const ask = () => {
    if (askedAt !== undefined && performance.now() - askedAt > sameRequestMilliseconds) whenInsisted();
    askedAt ??= performance.now();
    shutdown.abort(new StopRequest());
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  process.on("disconnect", ask);
  // Writing to a terminal that was closed fails, which must not interrupt an orderly stop.
  process.stdout.on("error", () => {});
}

/** Waits until `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
