export type ProcessLock = { isHeld: true; release: () => void } | { isHeld: false; holderPid: number };

/** Takes the lock at `path` for this process, or says who has it. A lock whose process has ended is taken over. */
export function tryLock(path: string): ProcessLock;

/**
 * Runs `work` alone among processes. `whenWaiting` is called once, with the holder's id, when it must wait; aborting
 * `signal` ends the waiting.
 */
export function withLock<T>(
  path: string,
  whenWaiting: (holderPid: number) => void,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T>;
