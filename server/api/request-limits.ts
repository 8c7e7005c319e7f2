import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Actor } from "@/server/domain/context";
import { rateLimited } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import type { Observer } from "@/server/domain/observer";
import type { LimitUse, RequestLimits } from "@/server/domain/request-limits/request-limits";

declare module "fastify" {
  interface FastifyInstance {
    requestLimits: RequestLimits;
  }
  interface FastifyRequest {
    /** Where the last call that was counted leaves its sender. */
    limitUse: LimitUse | null;
  }
}

/** Lets what answers limited requests say how much is left, as draft-ietf-httpapi-ratelimit-headers has it. */
export function registerRequestLimits(app: FastifyInstance, limits: RequestLimits): void {
  app.decorate("requestLimits", limits);
  app.decorateRequest("limitUse", null);
  app.addHook("onSend", (request, reply, _payload, done) => {
    if (request.limitUse) reply.headers(headersOf(request.limitUse));
    done();
  });
}

/** Counts one call of whoever acts; nobody is limited by address, which nginx does. Throws `rate_limited`. */
export function countRequest(request: FastifyRequest, { id }: Actor, observer: Observer | undefined): void {
  if (id === null) return;
  const use = request.server.requestLimits.count(id, kindOf(request));
  if (!use) return;
  request.limitUse = use;
  if (use.isAllowed) return;
  observer?.requestLimited?.(use.kind);
  const rule = `At most ${use.quota} ${use.kind} in ${numbers.limits.windowSeconds} seconds.`;
  throw rateLimited(`${rule} Try again in ${use.resetSeconds} s.`, use.resetSeconds);
}

/** A mutation of tRPC is a POST, and a query a GET. */
function kindOf({ method }: FastifyRequest): LimitUse["kind"] {
  return method === "GET" || method === "HEAD" ? "reads" : "changes";
}

function headersOf({ kind, quota, isAllowed, remaining, resetSeconds }: LimitUse): Record<string, string> {
  return {
    "ratelimit-policy": `"${kind}";q=${quota};w=${numbers.limits.windowSeconds}`,
    ratelimit: `"${kind}";r=${remaining};t=${resetSeconds}`,
    // Also where only some calls of a batch were refused, so that the whole has another status.
    ...(!isAllowed && { "retry-after": String(resetSeconds) }),
  };
}
