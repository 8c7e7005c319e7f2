import type { RequestKind } from "@/db/enums";
import { numbers } from "@/server/domain/numbers";

/** How many requests of each kind one actor may send in a window; 0 lifts the limit. */
export type Quotas = Readonly<Record<RequestKind, number>>;

/** What an actor has asked for in a window, and how long that lasts still. */
export type RequestCount = { actorId: string; kind: RequestKind; count: number; remainingMilliseconds: number };

/** Where a request that was counted leaves its sender. */
export type LimitUse = {
  kind: RequestKind;
  quota: number;
  isAllowed: boolean;
  /** Requests that are left in this window. */
  remaining: number;
  /** Until the next window, rounded up. */
  resetSeconds: number;
};

type Window = {
  actorId: string;
  kind: RequestKind;
  endsAt: number;
  /** By all servers, as far as the last exchange told. */
  known: number;
  /** By this server, in the exchange that is under way. */
  sent: number;
  /** By this server, since the last exchange. */
  unsent: number;
};

type Clock = { now: () => number; windowMilliseconds: number };

// Never set back, as the machine's own clock may be.
const steadyClock: Clock = { now: () => performance.now(), windowMilliseconds: 1_000 * numbers.limits.windowSeconds };

const usedIn = ({ known, sent, unsent }: Window) => known + sent + unsent;

/**
 * Counts what each actor asks of this server, together with what it asked of the others: at no time more than a quota and
 * what other servers have allowed since the last exchange. A window begins with its first request. What is refused does not count.
 */
export class RequestLimits {
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock = steadyClock,
  ) {}

  /** Whether there is any limit at all. */
  get isLimiting(): boolean {
    return Object.values(this.quotas).some((quota) => quota > 0);
  }

  /** Counts a request, if it is allowed. Gives nothing where the limit is lifted. */
  count(actorId: string, kind: RequestKind): LimitUse | undefined {
    const quota = this.quotas[kind];
    if (quota === 0) return undefined;
    const { windowMilliseconds } = this.clock;
    const now = this.clock.now();
    const window = this.#windowOf(actorId, kind, now);
    const isAllowed = usedIn(window) < quota;
    if (isAllowed) window.unsent += 1;
    return {
      kind,
      quota,
      isAllowed,
      remaining: Math.max(0, quota - usedIn(window)),
      resetSeconds: Math.max(1, Math.ceil(Math.min(window.endsAt - now, windowMilliseconds) / 1_000)),
    };
  }

  /**
   * Tells the other servers what was counted here, and learns what was counted there: `exchange` adds what it is given to what
   * they told, and gives all windows. Where it fails, what was to be told waits for the next time.
   */
  async exchange(exchange: (counted: RequestCount[]) => Promise<RequestCount[]>): Promise<void> {
    const sentAt = this.clock.now();
    const counted = this.#send(sentAt);
    const totals = await exchange(counted).catch((error: unknown) => {
      this.#settle({ isTold: false });
      throw error;
    });
    this.#settle({ isTold: true });
    this.#learn(totals, sentAt);
  }

  #windowOf(actorId: string, kind: RequestKind, now: number): Window {
    const key = `${kind} ${actorId}`;
    const current = this.#windows.get(key);
    if (current && now < current.endsAt) return current;
    const window = { actorId, kind, endsAt: now + this.clock.windowMilliseconds, known: 0, sent: 0, unsent: 0 };
    this.#windows.set(key, window);
    return window;
  }

  /** Gives what is to be told, and forgets what is over. */
  #send(now: number): RequestCount[] {
    const counted: RequestCount[] = [];
    for (const [key, window] of this.#windows) {
      const { actorId, kind, endsAt, unsent } = window;
      if (endsAt <= now) this.#windows.delete(key);
      if (endsAt <= now || unsent === 0) continue;
      counted.push({ actorId, kind, count: unsent, remainingMilliseconds: endsAt - now });
      window.sent = unsent;
      window.unsent = 0;
    }
    return counted;
  }

  #settle({ isTold }: { isTold: boolean }): void {
    for (const window of this.#windows.values()) {
      if (isTold) window.known += window.sent;
      else window.unsent += window.sent;
      window.sent = 0;
    }
  }

  #learn(totals: readonly RequestCount[], sentAt: number): void {
    const receivedAt = this.clock.now();
    for (const { actorId, kind, count, remainingMilliseconds } of totals) {
      if (remainingMilliseconds <= 0) continue;
      const key = `${kind} ${actorId}`;
      const [earliest, latest] = [sentAt + remainingMilliseconds, receivedAt + remainingMilliseconds];
      const window = this.#windows.get(key) ?? { actorId, kind, endsAt: latest, known: 0, sent: 0, unsent: 0 };
      window.known = count;
      // The way there and back takes time that nobody knows, which must not put the end off again and again.
      window.endsAt = Math.min(Math.max(window.endsAt, earliest), latest);
      this.#windows.set(key, window);
    }
  }
}
