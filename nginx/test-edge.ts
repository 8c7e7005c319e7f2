import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type ClientHttp2Session, connect, constants, type IncomingHttpHeaders } from "node:http2";
import { connect as connectSocket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { freePort } from "@/server/test/processes";
import type { EdgeNumbers } from "./render";
import { type RunningEdge, type StartOptions, startEdge } from "./start";
import { selfSignedCertificate } from "./test-certificate";

/** Ports of edges that have ended, because each port that is claimed is kept for as long as this process lives. */
const returned: number[] = [];
const takePort = async () => returned.pop() ?? (await freePort());

/** Gives the ports back when it ends. */
function returning(running: RunningEdge, ...ports: number[]): RunningEdge {
  return {
    ...running,
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      returned.push(...ports);
    },
  };
}

type Upstreams = Pick<StartOptions, "servers" | "pages">;

/** An nginx that speaks plain HTTP on a port of its own. */
export async function startPlainEdge(
  options: Upstreams & Partial<StartOptions>,
  edge?: EdgeNumbers,
): Promise<RunningEdge & { origin: string; port: number }> {
  const port = await takePort();
  const running = await startEdge({ httpListen: [`127.0.0.1:${port}`], ...options }, edge);
  return { ...returning(running, port), origin: `http://127.0.0.1:${port}`, port };
}

export type SecureEdge = RunningEdge & { httpPort: number; httpsPort: number };

/** An nginx for desk.test with a certificate that was made for it. */
export async function startSecureEdge(options: Upstreams & Partial<StartOptions>, folder: string): Promise<SecureEdge> {
  const pem = selfSignedCertificate("desk.test");
  const files = { certificate: join(folder, "desk.crt"), key: join(folder, "desk.key") };
  await writeFile(files.certificate, pem.certificate);
  await writeFile(files.key, pem.key, { mode: 0o600 });
  const [httpPort, httpsPort] = [await takePort(), await takePort()];
  const listen = { httpListen: [`127.0.0.1:${httpPort}`], httpsListen: [`127.0.0.1:${httpsPort}`] };
  const running = await startEdge({ names: ["desk.test"], tls: files, ...listen, ...options });
  return { ...returning(running, httpPort, httpsPort), httpPort, httpsPort };
}

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };
type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: string };

/** One connection of HTTP/2, from an address of this machine. */
export async function connectSecurely(
  { httpsPort }: SecureEdge,
  { localAddress = "127.0.0.1", name = "desk.test" } = {},
): Promise<ClientHttp2Session & AsyncDisposable> {
  const options = { rejectUnauthorized: false, servername: name, localAddress };
  const session = connect(`https://127.0.0.1:${httpsPort}`, options);
  await once(session, "connect");
  return Object.assign(session, {
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => session.close(resolve)),
  });
}

export async function ask(session: ClientHttp2Session, asked: Asked, name = "desk.test"): Promise<Answer> {
  const { method = "GET", path, headers, body } = asked;
  const stream = session.request({ ":method": method, ":path": path, ":authority": name, ...headers });
  const answered = once(stream, "response") as Promise<[IncomingHttpHeaders]>;
  stream.end(body);
  const [answer] = await answered;
  return { status: Number(answer[constants.HTTP2_HEADER_STATUS]), headers: answer, body: await text(stream) };
}

/** Asks so often in one moment: all requests leave in the same write of one connection. */
export function askAtOnce(session: ClientHttp2Session, count: number, asked: Asked): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, () => ask(session, asked)));
}

/** How often each status was answered. */
export function countStatuses(answers: readonly Pick<Answer, "status">[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Sends bytes as they are, because clients mend them, and gives all that comes back until the connection ends or falls silent. */
export async function sendRaw(port: number, bytes: string | Uint8Array, silenceMilliseconds = 2_000): Promise<string> {
  const socket = connectSocket(port, "127.0.0.1");
  socket.setTimeout(silenceMilliseconds, () => socket.destroy());
  socket.on("error", () => {});
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (received += chunk));
  socket.write(bytes);
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
}
