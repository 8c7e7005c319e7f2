import httpProxy from "@fastify/http-proxy";
import type { FastifyInstance } from "fastify";
import { numbers } from "@/server/domain/numbers";

/**
 * Passes everything that is not the server's on to the pages, for an OpsDesk without nginx. The pages learn the address that
 * was typed and the request's id; what a client claims of its own address is not passed on.
 */
export async function registerProxy(app: FastifyInstance, webUrl: string): Promise<void> {
  await app.register(httpProxy, {
    upstream: webUrl,
    websocket: true,
    // Node's own client: the build leaves undici out.
    http: { requestOptions: { timeout: numbers.requests.timeoutSeconds * 1_000 } },
    replyOptions: {
      rewriteRequestHeaders: (request, { "x-forwarded-for": _, forwarded: __, ...headers }) => ({
        ...headers,
        host: request.host,
        "x-forwarded-host": request.host,
        "x-forwarded-proto": request.protocol,
        "x-forwarded-for": request.ip,
        "x-request-id": request.id,
      }),
    },
  });
}
