import type { FastifyRequest } from "fastify";
import { canonicalAddress } from "@/server/domain/addresses/schema";
import { anonymous, type Context } from "@/server/domain/context";
import { malformed } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { keepLastUse } from "@/server/domain/sessions/mutations";
import { findSession, type SignedIn } from "@/server/domain/sessions/queries";

/** What the server has for every request: the database, the keys and the clock. */
export type Environment = Pick<Context, "db" | "keys" | "now">;

export const cookieName = "__Host-opsdesk";

/** What a request brings, before anybody asks who sent it. */
export type RequestContext = Omit<Context, "actor" | "sessionId" | "idempotency"> & {
  idempotencyKey: string | null;
  /** Who is signed in, looked up once a request however many calls it carries. */
  signedIn: () => Promise<SignedIn | undefined>;
};

export function requestContext(environment: Environment, request: FastifyRequest): RequestContext {
  const secret = request.cookies[cookieName];
  let signedIn: Promise<SignedIn | undefined> | undefined;
  return {
    ...environment,
    client: { ip: canonicalAddress(request.ip) ?? null, userAgent: userAgentOf(request) },
    requestId: request.id,
    idempotencyKey: idempotencyKeyOf(request),
    signedIn: () => {
      signedIn ??= secret ? findSession(environment.db, secret, environment.now()) : Promise.resolve(undefined);
      return signedIn;
    },
  };
}

/** The context of whoever sent the request: the session's user, or anonymous. */
export async function actingContext(request: RequestContext): Promise<Context> {
  const { signedIn: lookUp, idempotencyKey: _, ...rest } = request;
  const signedIn = await lookUp();
  if (!signedIn) return { ...rest, actor: anonymous, sessionId: null, idempotency: null };
  const ctx = { ...rest, actor: signedIn.actor, sessionId: signedIn.sessionId, idempotency: null };
  await keepLastUse(ctx, signedIn);
  return ctx;
}

function userAgentOf(request: FastifyRequest): string | null {
  const text = request.headers["user-agent"]?.replaceAll(/\p{Cc}/gu, "").slice(0, numbers.requests.userAgentLength);
  return text?.toWellFormed() || null;
}

function idempotencyKeyOf(request: FastifyRequest): string | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return null;
  const { maxIdempotencyKeyLength } = numbers.requests;
  if (typeof key === "string" && /^[\x21-\x7e]+$/.test(key) && key.length <= maxIdempotencyKeyLength) return key;
  throw malformed(`An Idempotency-Key is 1 to ${maxIdempotencyKeyLength} visible ASCII characters.`);
}
