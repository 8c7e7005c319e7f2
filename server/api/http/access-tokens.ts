import type { FastifyInstance } from "fastify";
import { requestContext, strangerContext } from "@/server/api/request-context";
import { refreshTokens, revokeTokens, signInForTokens } from "@/server/domain/access-tokens/exchange";
import type { Environment } from "@/server/domain/context";
import * as schema from "@/server/domain/sessions/schema";
import { observingSignIn } from "./sign-in-outcome";

/** Sign-in of API clients, which keep tokens where a browser keeps a cookie. Plain HTTP, so that nginx can limit each path. */
export function registerAccessTokens(app: FastifyInstance, environment: Environment): void {
  app.post("/api/v1/auth/token", async (request) => {
    const ctx = strangerContext(requestContext(environment, request));
    return observingSignIn(ctx.observer, signInForTokens(ctx, schema.signIn.parse(request.body)));
  });

  app.post("/api/v1/auth/refresh", async (request) => {
    const ctx = strangerContext(requestContext(environment, request));
    return refreshTokens(ctx, schema.refreshTokenInput.parse(request.body).refreshToken);
  });

  app.post("/api/v1/auth/revoke", async (request, reply) => {
    const ctx = strangerContext(requestContext(environment, request));
    await revokeTokens(ctx, schema.refreshTokenInput.parse(request.body).refreshToken);
    return reply.code(204).send();
  });
}
