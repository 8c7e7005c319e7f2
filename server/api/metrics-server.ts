import Fastify from "fastify";
import type { Registry } from "prom-client";
import type { Readiness } from "@/server/domain/readiness/readiness";
import { registerHealth } from "./http/health";

type Options = { registry: Registry; readiness: () => Promise<Readiness>; isDraining: () => boolean };

/** The port for machines only: `/metrics`, `/healthz` and `/readyz`. Never behind nginx. */
export function buildMetricsServer({ registry, readiness, isDraining }: Options) {
  const app = Fastify({ forceCloseConnections: "idle" });
  registerHealth(app);
  app.get("/metrics", async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  app.get("/readyz", async (_request, reply) => {
    const { isReady, checks } = await readiness();
    const status = isDraining() ? "draining" : isReady ? "ready" : "not ready";
    return reply.code(status === "ready" ? 200 : 503).send({ status, checks });
  });
  return app;
}
