import type { FastifyInstance } from "fastify";
import { requestContext, strangerContext } from "@/server/api/request-context";
import type { Environment } from "@/server/domain/context";
import { setPasswordByLink } from "@/server/domain/passwords/change";
import * as schema from "@/server/domain/users/schema";

/** `POST /api/auth/reset`: the secret of the link says who sets a password, whoever is signed in in that browser. */
export function registerPasswordLinks(app: FastifyInstance, environment: Environment): void {
  app.post("/api/auth/reset", async (request, reply) => {
    const ctx = strangerContext(requestContext(environment, request));
    await setPasswordByLink(ctx, schema.setPasswordByLink.parse(request.body));
    return reply.code(204).send();
  });
}
