import type { FastifyInstance } from "fastify";

/** `GET /healthz`: the process lives. Touches nothing, so that a dead database does not get every process restarted. */
export function registerHealth(app: FastifyInstance): void {
  app.get("/healthz", (_request, reply) => reply.type("application/json").send('{"status":"ok"}'));
}
