let terminal: NodeJS.WritableStream = process.stdout;

/** Where progress goes instead, for a command whose standard output is its answer. */
export function printTo(stream: NodeJS.WritableStream): void {
  terminal = stream;
}

export function print(text: string): void {
  terminal.write(`${text}\n`);
}

export function secondsSince(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** Does one step of the start and prints a line with its duration when it is done. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  print(`✔ ${name.padEnd(32)} ${secondsSince(startedAt).padStart(7)}`);
  return result;
}

/**
 * Waits until all have settled, so that nothing is still starting. The first failure aborts `failure`, which tells the
 * others to give up, and is thrown.
 */
export async function together<T extends readonly unknown[] | []>(
  promises: T,
  failure: AbortController,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = promises.map((promise) => Promise.resolve(promise).catch((error: unknown) => failure.abort(error)));
  await Promise.all(settled);
  failure.signal.throwIfAborted();
  return Promise.all(promises);
}
