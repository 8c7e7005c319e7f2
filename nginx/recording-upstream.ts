import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";

type Recorded = { method: string; path: string; headers: IncomingHttpHeaders; port: number | undefined };

/** A plain HTTP server in place of servers or pages, which keeps what it was asked. */
export interface RecordingUpstream extends AsyncDisposable {
  /** As nginx names it. */
  address: string;
  requests: Recorded[];
}

/** Reads the body to its end and says how long it was. */
const sayLength: RequestListener = (request, response) => {
  let receivedBytes = 0;
  request.on("data", (chunk: Buffer) => (receivedBytes += chunk.length));
  request.on("end", () =>
    response.setHeader("content-type", "application/json").end(JSON.stringify({ receivedBytes })),
  );
};

/** Starts one on a port of its own. */
export async function startUpstream(answer: RequestListener = sayLength): Promise<RecordingUpstream> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    const { method = "", url: path = "", headers, socket } = request;
    requests.push({ method, path, headers, port: socket.remotePort });
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the upstream has no port");
  return {
    address: `127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
