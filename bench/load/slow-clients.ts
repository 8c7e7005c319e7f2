import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

export interface SlowClients {
  port: number;
  /** Of each kind: headers that do not end, bodies that do not, answers that nobody reads. */
  countOfEach: number;
}

/** How many connections were opened, and how many were still open at the end. */
export interface SlowOutcome {
  opened: number;
  held: number;
}

const { port, countOfEach } = workerData as SlowClients;
const pauseMilliseconds = 2_000;
/** More than what the limit of connections lets one address have must come from several. */
const connectionsPerAddress = 50;
const openedAtOnce = 100;
const settleMilliseconds = 5_000;

type Kind = { first: string; next: string };
const head = (method: string, path: string) => `${method} ${path} HTTP/1.1\r\nHost: desk\r\n`;
const kinds: Kind[] = [
  { first: `${head("GET", "/api/v1/hosts")}X-Slow: `, next: "a" },
  {
    first: `${head("POST", "/api/v1/hosts")}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n`,
    next: " ",
  },
  { first: `${head("GET", "/api/docs/swagger-ui-bundle.js")}\r\n`, next: "" },
];

const slow: { socket: Socket; next: string }[] = [];
let isStopping = false;

async function open(kind: Kind, index: number): Promise<void> {
  const localAddress = `127.0.3.${1 + Math.floor(index / connectionsPerAddress)}`;
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  // What is refused or cut off is counted at the end.
  socket.on("error", () => {});
  // Without a reader of its data, a socket reads nothing.
  socket.write(kind.first);
  slow.push({ socket, next: kind.next });
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
}

async function drip(): Promise<void> {
  while (!isStopping) {
    for (const { socket, next } of slow) if (next !== "" && socket.writable) socket.write(next);
    await delay(pauseMilliseconds);
  }
}

for (let index = 0; index < countOfEach * kinds.length; index += openedAtOnce) {
  const batch = Array.from({ length: Math.min(openedAtOnce, countOfEach * kinds.length - index) }, (_, offset) => {
    const kind = kinds[(index + offset) % kinds.length];
    return kind ? open(kind, index + offset) : Promise.resolve();
  });
  await Promise.all(batch);
}
// What fits into the buffers of those that do not read is sent once, and is no slowness.
await delay(settleMilliseconds);
parentPort?.postMessage("open");
parentPort?.once("message", () => {
  isStopping = true;
  const held = slow.filter(({ socket }) => !socket.destroyed && socket.writable).length;
  for (const { socket } of slow) socket.destroy();
  parentPort?.postMessage({ opened: slow.length, held } satisfies SlowOutcome);
});
await drip();
