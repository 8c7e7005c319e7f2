import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import type { Metrics } from "@/server/metrics";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route answers is measured as if there were no such route: whoever comes here guesses. */
    isUnmatched?: boolean;
  }
}

const classes = ["2xx", "3xx", "4xx", "5xx"] as const;
const unmatched = { method: "any", route: "unmatched" };

/**
 * Measures each answer by its route template. Nothing that a client makes up becomes a label: unknown paths and wrong methods
 * are one route, and a route of all methods or of many paths has one method. These begin at 0, so that a scanner adds no series.
 */
export function registerRequestMetrics(app: FastifyInstance, { requestDuration }: Metrics): void {
  const catchAll = new Set<string>();
  const beginAtZero = (labels: typeof unmatched) => {
    for (const status of classes) requestDuration.zero({ ...labels, status });
  };
  const labelsOf = ({ method, routeOptions: { url, config } }: FastifyRequest) => {
    if (url === undefined || config.isUnmatched) return unmatched;
    return { method: catchAll.has(url) ? "any" : method, route: url };
  };
  beginAtZero(unmatched);
  app.addHook("onRoute", (route) => {
    if (route.config?.isUnmatched || catchAll.has(route.url) || !isCatchAll(route)) return;
    catchAll.add(route.url);
    beginAtZero({ method: "any", route: route.url });
  });
  app.addHook("onResponse", (request: FastifyRequest, reply: FastifyReply, done) => {
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    requestDuration.observe({ ...labelsOf(request), status }, reply.elapsedTime / 1_000);
    done();
  });
}

const isCatchAll = ({ url, method }: RouteOptions) => url.includes("*") || [method].flat().length > 2;
