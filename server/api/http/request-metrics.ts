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
 * are one route, and a route of all methods or of many paths has one method. All of them are counted from 0 on, so that the first
 * failure of a route is an increase, and a scanner adds no series.
 */
export function registerRequestMetrics(app: FastifyInstance, { requests, requestDuration }: Metrics): void {
  const catchAll = new Set<string>();
  const beginAtZero = (labels: typeof unmatched) => {
    for (const status of classes) requests.inc({ ...labels, status }, 0);
  };
  const labelsOf = ({ method, routeOptions: { url, config } }: FastifyRequest) => {
    if (url === undefined || config.isUnmatched) return unmatched;
    return { method: catchAll.has(url) ? "any" : method, route: url };
  };
  beginAtZero(unmatched);
  requestDuration.zero(unmatched);
  app.addHook("onRoute", (route) => {
    if (route.config?.isUnmatched || catchAll.has(route.url)) return;
    if (!isCatchAll(route)) {
      for (const method of [route.method].flat()) beginAtZero({ method, route: route.url });
      return;
    }
    catchAll.add(route.url);
    beginAtZero({ method: "any", route: route.url });
    requestDuration.zero({ method: "any", route: route.url });
  });
  app.addHook("onResponse", (request: FastifyRequest, reply: FastifyReply, done) => {
    const labels = labelsOf(request);
    requests.inc({ ...labels, status: `${Math.floor(reply.statusCode / 100)}xx` });
    requestDuration.observe(labels, reply.elapsedTime / 1_000);
    done();
  });
}

const isCatchAll = ({ url, method }: RouteOptions) => url.includes("*") || [method].flat().length > 2;
