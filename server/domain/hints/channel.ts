import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/connect";
import { numbers } from "@/server/domain/numbers";
import { type Hint, HintSet } from "./hint";

const channel = "opsdesk_hints";

/** What reaches a listener: hints, or `reset` where some may have been lost. */
type Listener = (heard: readonly Hint[] | "reset") => void;

export type HintChannel = {
  announce: (hints: readonly Hint[]) => void;
  /** Listens until the database's pool is closed. */
  listen: (hear: Listener) => void;
  /** Sends what waits. */
  close: () => Promise<void>;
};

/**
 * Carries hints between all processes by NOTIFY: after the commit of what they tell of, never inside it, which would make every
 * writer wait for every other, and gathered for `numbers.streams.notifyEveryMilliseconds`. `onLost` is told why hints could not be
 * sent.
 */
export function openHintChannel(db: Db, onLost: (error: unknown) => void): HintChannel {
  const waiting = new HintSet();
  let timer: NodeJS.Timeout | undefined;

  const send = async () => {
    clearTimeout(timer);
    timer = undefined;
    const hints = waiting.drain();
    if (hints.length === 0) return;
    // A lost hint makes a page stale, no change undone.
    await db.execute(sql`select pg_notify(${channel}, ${JSON.stringify(hints)})`).catch(onLost);
  };

  return {
    announce: (hints) => {
      for (const hint of hints) waiting.add(hint);
      timer ??= setTimeout(() => void send(), numbers.streams.notifyEveryMilliseconds).unref();
    },
    listen: (hear) => void listenForEver(db, hear),
    close: send,
  };
}

/** The driver listens again by itself after a lost connection, but not where the first one fails. */
async function listenForEver(db: Db, hear: Listener): Promise<void> {
  let isFirst = true;
  const begin = () => {
    if (!isFirst) hear("reset");
    isFirst = false;
  };
  for (;;) {
    try {
      await db.$client.listen(channel, (payload) => hear(JSON.parse(payload) as Hint[]), begin);
      return;
    } catch (error) {
      const isClosed = error instanceof Error && "code" in error && error.code === "CONNECTION_ENDED";
      if (isClosed) return;
      await wait(numbers.readiness.cacheMilliseconds, undefined, { ref: false });
    }
  }
}
