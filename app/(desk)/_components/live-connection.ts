import { numbers } from "@/server/domain/numbers";
import { type Heard, type Hint, joined } from "./live-hints";

/** Hints that come together are told together: an import would make each page work a hundred times a second. */
const gatherMilliseconds = 100;
const maxWaitMilliseconds = 30_000;

export type Listener = {
  hear: (heard: Heard) => void;
  /** The stream is open. */
  open: () => void;
  /** The stream broke off, and is being opened again. */
  lose: () => void;
  /** The server ended the stream or refused it: perhaps the session is over. */
  end: () => void;
};

/** Keeps the stream of `GET /api/events` open until the returned function is called. */
export function keepConnected(listener: Listener): () => void {
  const gathering = gather(listener.hear);
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let hasMissed = false;

  const connect = () => {
    source = new EventSource("/api/events");
    source.onopen = () => {
      failures = 0;
      // A connection that the browser opens again resumes by itself. A new one does not.
      if (hasMissed) gathering.hear("reset");
      hasMissed = false;
      listener.open();
    };
    source.onmessage = ({ data }: MessageEvent<string>) => gathering.hear([JSON.parse(data) as Hint]);
    source.addEventListener("reset", () => gathering.hear("reset"));
    source.addEventListener("ended", startAgain);
    source.onerror = () => (source?.readyState === EventSource.CLOSED ? startAgain() : listener.lose());
  };

  const startAgain = () => {
    source?.close();
    hasMissed = true;
    listener.lose();
    listener.end();
    timer = setTimeout(connect, waitMilliseconds(failures));
    failures += 1;
  };

  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
    gathering.stop();
  };
}

/** Twice as long after each failure, so that a server that restarts is not met by all browsers at once. */
export function waitMilliseconds(failures: number): number {
  return Math.min(maxWaitMilliseconds, numbers.streams.retryMilliseconds * 2 ** failures);
}

function gather(hear: (heard: Heard) => void) {
  let gathered: Heard = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    const heard = gathered;
    gathered = [];
    timer = undefined;
    hear(heard);
  };
  return {
    hear: (heard: Heard) => {
      gathered = joined(gathered, heard);
      timer ??= setTimeout(tell, gatherMilliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}
