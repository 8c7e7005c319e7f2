import { BlockList, isIPv6 } from "node:net";
import cookie from "@fastify/cookie";
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from "@trpc/server/adapters/fastify";
import Fastify, { type FastifyInstance } from "fastify";
import { v7 as newId } from "uuid";
import type { Environment } from "@/server/domain/context";
import { malformed } from "@/server/domain/errors";
import { countOpenExports } from "@/server/domain/exports/open";
import type { HintChannel } from "@/server/domain/hints/channel";
import { numbers } from "@/server/domain/numbers";
import type { RequestLimits } from "@/server/domain/request-limits/request-limits";
import type { Log } from "@/server/log";
import type { CallOutcome, Metrics } from "@/server/metrics";
import { registerAccessTokens } from "./http/access-tokens";
import { answerUnreadable, noteTrouble, problemHeaders, registerAnswers, sendProblem } from "./http/answers";
import { type ArtifactOptions, registerArtifacts } from "./http/artifacts";
import { registerAuditLog } from "./http/audit-log";
import { registerAuth } from "./http/auth";
import { refuseCrossSite } from "./http/csrf";
import { registerDocs } from "./http/docs";
import { EventStreams, type Timing } from "./http/event-streams";
import { registerEvents } from "./http/events";
import { registerExports } from "./http/exports";
import { registerHealth } from "./http/health";
import { registerHooks } from "./http/hooks";
import { registerImports } from "./http/imports";
import { noteMethods, refuseOtherMethods } from "./http/methods";
import { registerPasswordLinks } from "./http/password-links";
import { registerProxy } from "./http/proxy";
import { registerRest } from "./http/rest";
import { registerTwoStep } from "./http/two-step";
import { registerUserImports } from "./http/user-imports";
import { toProblem } from "./problems";
import { requestContext } from "./request-context";
import { registerRequestLimits } from "./request-limits";
import { type AppRouter, appRouter } from "./root";

export type ServerOptions = {
  environment: Environment;
  log: Log;
  metrics: Metrics;
  isDraining: () => boolean;
  publicUrl: string | undefined;
  webUrl: string | undefined;
  trustedProxies: readonly string[];
  maxImportBytes: number;
  artifacts: ArtifactOptions;
  hints: HintChannel;
  limits: RequestLimits;
  streamTiming?: Timing;
};

const requestIdPattern = /^[\w-]{8,64}$/;

/** The whole server, ready to listen. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const isTrusted = trusting(options.trustedProxies);
  const app = Fastify({
    trustProxy: isTrusted,
    bodyLimit: numbers.requests.jsonBodyBytes,
    handlerTimeout: numbers.requests.timeoutSeconds * 1_000,
    forceCloseConnections: "idle",
    // What still comes over an open connection while the server closes is served, and the connection closed after it.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 5_000 },
    frameworkErrors: (error, request, reply) => void sendProblem(reply, toProblem(error, request.id)),
    clientErrorHandler: answerUnreadable,
    genReqId: (request) => {
      const given = request.headers["x-request-id"];
      const isOurs =
        typeof given === "string" && requestIdPattern.test(given) && isTrusted(request.socket.remoteAddress ?? "");
      return isOurs ? given : newId();
    },
  });
  registerAnswers(app, options);
  await app.register(cookie);
  const known = noteMethods(app, ["/api/auth/", "/api/events", "/api/v1/"]);
  registerRoutes(app, options);
  registerDocs(app);
  // Until here, routes in scopes of their own are only queued.
  await app.after();
  refuseOtherMethods(app, known);
  if (options.webUrl) await registerProxy(app, options.webUrl);
  return app;
}

function registerRoutes(app: FastifyInstance, options: ServerOptions): void {
  const { environment, log, metrics, publicUrl, maxImportBytes, artifacts, hints, limits, streamTiming } = options;
  const streams = new EventStreams(environment, log, hints, streamTiming);
  metrics.registry.beforeScrape(() => metrics.eventStreams.set(streams.size));
  metrics.registry.beforeScrape(() => metrics.exportsOpen.set(countOpenExports()));
  registerRequestLimits(app, limits);
  app.addHook("onRequest", async (request) => refuseCrossSite(request, publicUrl));
  registerHealth(app);
  registerAuth(app, environment);
  registerTwoStep(app, environment);
  registerPasswordLinks(app, environment);
  registerAccessTokens(app, environment);
  registerImports(app, environment, { maxImportBytes, log, metrics });
  registerUserImports(app, environment);
  registerExports(app, environment);
  registerArtifacts(app, environment, artifacts, { log, metrics });
  registerHooks(app, environment, { log, metrics });
  registerAuditLog(app, environment);
  registerRest(app, environment);
  registerEvents(app, environment, streams);
  app.register(async (scope) => registerTrpc(scope, options), { prefix: "/api/trpc" });
  for (const path of ["/readyz", "/metrics", "/api", "/api/*"])
    app.all(path, { config: { isUnmatched: true } }, (_request, reply) => reply.callNotFound());
}

function registerTrpc(app: FastifyInstance, options: ServerOptions): void {
  fastifyTRPCPlugin(app, trpcOptions(options), () => {});
  // No procedure takes a form, and tRPC fails on a broken one.
  app.removeContentTypeParser("multipart/form-data");
}

function trpcOptions({ environment, log, metrics }: ServerOptions): FastifyTRPCPluginOptions<AppRouter> {
  const observeCall = (procedure: string, outcome: CallOutcome, durationSeconds: number) =>
    metrics.callDuration.observe({ procedure, outcome }, durationSeconds);
  return {
    trpcOptions: {
      router: appRouter,
      maxBatchSize: numbers.requests.maxBatchCalls,
      createContext: ({ req, info }) => {
        const ctx = { ...requestContext(environment, req), observeCall };
        if (ctx.idempotencyKey === null || info.calls.length === 1) return ctx;
        throw malformed("An Idempotency-Key belongs to one call, not to a batch.");
      },
      onError: ({ error, ctx }) => noteTrouble({ log, metrics }, toProblem(error, ctx?.requestId ?? "unknown"), error),
      responseMeta: ({ errors, ctx }) => {
        const [error] = errors;
        return error ? { headers: problemHeaders(toProblem(error, ""), ctx?.isBearer ?? false) } : {};
      },
    },
  };
}

/** Whether an address is one of the proxies that are believed. */
function trusting(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address, prefix] = proxy.split("/") as [string, string?];
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
