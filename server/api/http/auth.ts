import type { FastifyInstance, FastifyReply } from "fastify";
import { permitted } from "@/server/api/permitted";
import { actingContext, cookieName, requestContext } from "@/server/api/request-context";
import type { Environment } from "@/server/domain/context";
import { numbers } from "@/server/domain/numbers";
import { changePassword } from "@/server/domain/passwords/change";
import { signOut } from "@/server/domain/sessions/mutations";
import * as sessions from "@/server/domain/sessions/schema";
import { signIn } from "@/server/domain/sign-in/sign-in";
import * as users from "@/server/domain/users/schema";
import { observingSignIn } from "./sign-in-outcome";

const cookie = { path: "/", secure: true, httpOnly: true, sameSite: "lax" } as const;

function setCookie(reply: FastifyReply, secret: string) {
  return reply.setCookie(cookieName, secret, { ...cookie, maxAge: numbers.sessions.absoluteDays * 86_400 });
}

/** What checks a password is plain HTTP, because nginx limits paths and sees no calls inside a tRPC batch. */
export function registerAuth(app: FastifyInstance, environment: Environment): void {
  app.post("/api/auth/login", async (request, reply) => {
    const ctx = await permitted(requestContext(environment, request), "sessions.start");
    const { secret, duty } = await observingSignIn(ctx.observer, signIn(ctx, sessions.signIn.parse(request.body)));
    return setCookie(reply, secret).send({ duty });
  });

  app.post("/api/auth/logout", async (request, reply) => {
    const ctx = await actingContext(requestContext(environment, request));
    if (ctx.sessionId) await signOut(ctx);
    return reply.clearCookie(cookieName, cookie).code(204).send();
  });

  app.post("/api/auth/password", async (request, reply) => {
    const ctx = await permitted(requestContext(environment, request), "password.change");
    await changePassword(ctx, users.changePassword.parse(request.body));
    return reply.code(204).send();
  });
}
