import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

export interface Load {
  url: string;
  cookie: string;
  connections: number;
  seconds: number;
}

/** What is needed of an answer to know where it ends: a client that parses all of it would take the server's core. */
function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(answer.slice(0, headEnd + 2))?.[1];
  return length === undefined ? answer.endsWith("\r\n0\r\n\r\n") : answer.length === headEnd + 4 + Number(length);
}

/** Sends the same request again and again over one connection. Gives how many were answered. Throws for any status but 200. */
function requestUntil(deadline: number, { url, cookie }: Load): Promise<number> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const request = `GET ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n\r\n`;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let countAnswered = 0;
  let answer = "";
  // As many characters as bytes, which is what content-length counts.
  const socket = connect({ host: hostname, port: Number(port), noDelay: true }).setEncoding("latin1");
  socket.on("connect", () => socket.write(request));
  socket.on("data", (text: string) => {
    answer += text;
    if (!isWhole(answer)) return;
    if (!answer.startsWith("HTTP/1.1 200 ")) socket.destroy(new Error(`${url} answered ${answer}`));
    answer = "";
    countAnswered += 1;
    if (performance.now() < deadline) socket.write(request);
    else socket.destroy();
  });
  socket.on("error", reject);
  socket.on("close", () => resolve(countAnswered));
  return promise;
}

const load = workerData as Load;
const startedAt = performance.now();
const deadline = startedAt + load.seconds * 1000;
const counts = await Promise.all(Array.from({ length: load.connections }, () => requestUntil(deadline, load)));
const countAll = counts.reduce((sum, count) => sum + count, 0);
parentPort?.postMessage((countAll / (performance.now() - startedAt)) * 1000);
