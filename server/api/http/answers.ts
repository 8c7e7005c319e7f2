import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { TRPCError } from "@trpc/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { v7 as newId } from "uuid";
import { type Problem, TransportError, toProblem } from "@/server/api/problems";
import { isBearer } from "@/server/api/request-context";
import { asDomainError, malformed, notFound } from "@/server/domain/errors";
import type { Log } from "@/server/log";
import type { Metrics } from "@/server/metrics";
import { registerRequestMetrics } from "./request-metrics";

type Options = { log: Log; metrics: Metrics; isDraining: () => boolean };

/** What every answer has in common: its headers, its problem body, its log line and its measurement. */
export function registerAnswers(app: FastifyInstance, { log, metrics, isDraining }: Options): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    if (request.routeOptions.url?.startsWith("/api")) reply.headers(apiHeaders);
  });
  app.addHook("onSend", async (_request, reply, payload) => {
    if (isDraining()) reply.header("connection", "close");
    return payload;
  });
  registerRequestMetrics(app, metrics);
  app.addHook("onResponse", async (request, reply) => {
    if (request.routeOptions.url !== "/healthz") log.info(lineOf(request, reply), "request");
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, toProblem(notFound("page"), request.id)));
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, request.id);
    noteTrouble({ log, metrics }, problem, error);
    return sendProblem(reply, problem);
  });
}

/** Logs what the caller is not told, and counts it. */
export function noteTrouble(
  { log, metrics }: Pick<Options, "log" | "metrics">,
  problem: Problem,
  error: unknown,
): void {
  const { requestId, code } = problem;
  // What tRPC wraps an error in says nothing more, but quotes its message.
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error;
  if (code === "fault") {
    metrics.faults.inc();
    log.error({ requestId, error: cause }, "fault");
  }
  if (code === "unavailable") {
    // A request that took too long is unavailable too, but says nothing of the database.
    if (asDomainError(cause)) metrics.databaseErrors.inc();
    log.warn({ requestId, error: cause }, "unavailable");
  }
}

const tooSlow = "The request came too slowly.";
const unreadable = "This is no HTTP request, or its headers are too long.";

const apiHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** What a problem says in headers: when to come again, and how to sign in (RFC 6750). */
export function problemHeaders({ status, retryAfterSeconds }: Problem, hasToken: boolean): Record<string, string> {
  return {
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    ...(status === 401 && { "www-authenticate": hasToken ? 'Bearer error="invalid_token"' : "Bearer" }),
  };
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  // The rest of the body is not wanted.
  if (["too_large", "timeout", "storage_full"].includes(problem.code)) reply.header("connection", "close");
  reply.headers(problemHeaders(problem, isBearer(reply.request)));
  // Sent as text, because Fastify adds a charset that problem+json does not have.
  return reply
    .code(problem.status)
    .header("x-request-id", problem.requestId)
    .header("content-type", "application/problem+json")
    .serializer(JSON.stringify)
    .send(problem);
}

/** Answers, on the bare socket, what is no request that anybody could route. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const problem = toProblem(isLate ? new TransportError("timeout", tooSlow) : malformed(unreadable), newId());
  const body = JSON.stringify(problem);
  const type = `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${type}\r\n\r\n${body}`);
}

/** The path without its query, which may hold what people search for. */
function lineOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    requestId: request.id,
    method: request.method,
    path: request.url.split("?", 1)[0],
    status: reply.statusCode,
    durationMilliseconds: Math.round(reply.elapsedTime * 10) / 10,
    ip: request.ip,
  };
}
