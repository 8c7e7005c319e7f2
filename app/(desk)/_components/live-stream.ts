import { keepConnected } from "./live-connection";
import type { Heard } from "./live-hints";

/** Whether a page is told of changes: not yet, yes, or not since a moment, in milliseconds since 1970. */
export type LiveState = { status: "connecting" | "live" } | { status: "reconnecting" | "stale"; since: number };

type Message =
  | { kind: "ask" }
  | { kind: "state"; state: LiveState }
  | { kind: "heard"; heard: Heard }
  | { kind: "ended" };

type Listener = {
  hear: (heard: Heard) => void;
  changeState: (state: LiveState) => void;
  /** The server ended the stream or refused it: perhaps the session is over. */
  end: () => void;
};

const name = "opsdesk-events";
/** An interruption for this long is worth a word: what the page shows may be out of date. */
const staleMilliseconds = 15_000;

/**
 * The one event stream of this browser. The tab that holds a lock keeps it open and tells the others; when it closes, the lock
 * goes to another tab.
 */
export class LiveStream {
  readonly #channel = new BroadcastChannel(name);
  readonly #closing = new AbortController();
  #state: LiveState = { status: "connecting" };
  #isLeader = false;
  #staleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly listener: Listener) {
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#receive(data);
    this.#channel.postMessage({ kind: "ask" } satisfies Message);
    const { signal } = this.#closing;
    navigator.locks.request(name, { signal }, () => this.#lead()).catch(rethrowUnlessAborted);
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#staleTimer);
    this.#channel.close();
  }

  async #lead(): Promise<void> {
    this.#isLeader = true;
    // The tab that led before took with it what came while nobody listened.
    if (this.#state.status !== "connecting") this.#tellAll({ kind: "heard", heard: "reset" });
    const disconnect = keepConnected({
      hear: (heard) => this.#tellAll({ kind: "heard", heard }),
      open: () => this.#changeState({ status: "live" }),
      lose: () => this.#lose(),
      end: () => this.#tellAll({ kind: "ended" }),
    });
    const { signal } = this.#closing;
    await new Promise((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener("abort", resolve);
    });
    disconnect();
  }

  #lose(): void {
    if (this.#state.status === "stale") return;
    const since = "since" in this.#state ? this.#state.since : Date.now();
    this.#changeState({ status: "reconnecting", since });
    const restMilliseconds = since + staleMilliseconds - Date.now();
    this.#staleTimer = setTimeout(() => this.#changeState({ status: "stale", since }), restMilliseconds);
  }

  #changeState(state: LiveState): void {
    clearTimeout(this.#staleTimer);
    this.#tellAll({ kind: "state", state });
  }

  #tellAll(message: Message): void {
    if (this.#closing.signal.aborted) return;
    this.#channel.postMessage(message);
    this.#receive(message);
  }

  #receive(message: Message): void {
    if (message.kind === "ask" && this.#isLeader) {
      this.#channel.postMessage({ kind: "state", state: this.#state } satisfies Message);
    }
    if (message.kind === "state") {
      this.#state = message.state;
      this.listener.changeState(message.state);
    }
    if (message.kind === "heard") this.listener.hear(message.heard);
    if (message.kind === "ended") this.listener.end();
  }
}

/** The wait for a lock ends so when the page goes before it was given. */
function rethrowUnlessAborted(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
}
