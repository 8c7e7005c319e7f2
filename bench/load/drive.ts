import { connect, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

export interface Load {
  method?: "GET" | "POST" | "PATCH";
  /** One a connection, by turns. */
  urls: string[];
  cookie: string;
  connections: number;
  seconds: number;
  /** The JSON of each request, where `#` stands for a number that no other request has, and `@` for that as words of an address. */
  body?: string;
  /** The first number of `#`. */
  firstNumber?: number;
}

interface Answer {
  status: number;
  etag: string | undefined;
  text: string;
}

/** What is needed of an answer to know where it ends: a client that parses all of it would take the server's core. */
function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(answer.slice(0, headEnd + 2))?.[1];
  return length === undefined ? answer.endsWith("\r\n0\r\n\r\n") : answer.length === headEnd + 4 + Number(length);
}

/** One keep-alive connection that sends the next request when the last one is answered. */
class Connection {
  readonly #socket: Socket;
  #answer = "";
  #settle: PromiseWithResolvers<Answer> | undefined;

  constructor(private readonly url: URL) {
    // As many characters as bytes, which is what content-length counts.
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true }).setEncoding("latin1");
    this.#socket.on("data", (text: string) => this.#receive(text));
    this.#socket.on("error", (error) => this.#settle?.reject(error));
    this.#socket.on("close", () => this.#settle?.reject(new Error(`${url.href} closed the connection`)));
  }

  send(method: string, headers: readonly string[], body?: string): Promise<Answer> {
    const { pathname, search, host } = this.url;
    const content = body === undefined ? [] : ["content-type: application/json", `content-length: ${body.length}`];
    const head = [`${method} ${pathname}${search} HTTP/1.1`, `host: ${host}`, ...headers, ...content].join("\r\n");
    this.#answer = "";
    this.#settle = Promise.withResolvers();
    this.#socket.write(`${head}\r\n\r\n${body ?? ""}`);
    return this.#settle.promise;
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#answer += text;
    if (!isWhole(this.#answer)) return;
    const status = Number(this.#answer.slice(9, 12));
    const etag = /\r\netag: (\S+)\r\n/i.exec(this.#answer)?.[1];
    this.#settle?.resolve({ status, etag, text: this.#answer });
  }
}

const load = workerData as Load;
const { method = "GET", cookie, body } = load;
let number = load.firstNumber ?? 0;
let deadline = Number.POSITIVE_INFINITY;

function nextBody(): string | undefined {
  number += 1;
  return body
    ?.replaceAll("#", String(number))
    .replaceAll("@", `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`);
}

/** Sends requests until the deadline. Gives how many were answered well; throws for any other status. */
async function drive(connection: Connection, first: Answer): Promise<number> {
  const headers = [`cookie: ${cookie}`, "sec-fetch-site: same-origin"];
  let answer = first;
  let count = 0;
  while (performance.now() < deadline) {
    // Each connection changes a host of its own, so that what it read last is what stands.
    const versions = method === "PATCH" ? [`if-match: ${answer.etag}`] : [];
    answer = await connection.send(method, [...headers, ...versions], nextBody());
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${method} answered ${answer.text}`);
    count += 1;
  }
  connection.close();
  return count;
}

async function run(): Promise<number> {
  const connections = Array.from({ length: load.connections }, (_, index) => {
    return new Connection(new URL(load.urls[index % load.urls.length] ?? ""));
  });
  const first = await Promise.all(connections.map((connection) => connection.send("GET", [`cookie: ${cookie}`])));
  const startedAt = performance.now();
  deadline = startedAt + load.seconds * 1_000;
  const counts = await Promise.all(connections.map((connection, index) => drive(connection, first[index] as Answer)));
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - startedAt)) * 1_000;
}

parentPort?.postMessage(await run());
