import type { FastifyRequest } from "fastify";
import { readAccessToken } from "@/server/domain/access-tokens/access-token";
import { canonicalAddress } from "@/server/domain/addresses/schema";
import { keepApiTokenUse } from "@/server/domain/api-tokens/mutations";
import { findApiToken } from "@/server/domain/api-tokens/queries";
import { apiTokenPrefix } from "@/server/domain/api-tokens/rules";
import { type Actor, anonymous, type Context, type Environment } from "@/server/domain/context";
import { invalidToken, malformed } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { keepLastUse } from "@/server/domain/sessions/mutations";
import { findBrowserSession, getApiSession } from "@/server/domain/sessions/queries";
import type { CallOutcome } from "@/server/metrics";
import { countRequest } from "./request-limits";

export const cookieName = "__Host-opsdesk";

/** Who sent a request, by what it came with, and how to keep that this was used. */
type Identity = { actor: Actor; sessionId: string | null; keepUse: (ctx: Context) => Promise<void> };

/** What a request brings, before anybody asks who sent it. */
export type RequestContext = Omit<Context, "actor" | "sessionId" | "idempotency"> & {
  idempotencyKey: string | null;
  isBearer: boolean;
  /** Looked up once a request, however many calls it carries. Throws `unauthenticated` for a bearer token that is not good. */
  identity: () => Promise<Identity>;
  /** Counts one call against the limit of whoever acts. Throws `rate_limited`. */
  count: (actor: Actor) => void;
  /** Told how long a procedure took that was called by tRPC. */
  observeCall?: ((procedure: string, outcome: CallOutcome, durationSeconds: number) => void) | undefined;
};

/** Whether a request brings credentials of its own, so that neither a cookie nor where it comes from matters. */
export const isBearer = ({ headers }: FastifyRequest) => headers.authorization !== undefined;

export function requestContext(environment: Environment, request: FastifyRequest): RequestContext {
  let identity: Promise<Identity> | undefined;
  return {
    ...environment,
    client: { ip: canonicalAddress(request.ip) ?? null, userAgent: userAgentOf(request) },
    requestId: request.id,
    idempotencyKey: idempotencyKeyOf(request),
    isBearer: isBearer(request),
    identity: () => {
      identity ??= identify(environment, request);
      return identity;
    },
    count: (actor) => countRequest(request, actor, environment.observer),
  };
}

/** The context of whoever sent the request: a user, an API token, or anonymous. */
export async function actingContext(request: RequestContext): Promise<Context> {
  const { actor, sessionId, keepUse } = await request.identity();
  const ctx = { ...withoutRequest(request), actor, sessionId, idempotency: null };
  await keepUse(ctx);
  return ctx;
}

/** The context of a request that nobody is asked for, whatever it came with: a client often sends its old token along. */
export function strangerContext(request: RequestContext): Context {
  return { ...withoutRequest(request), actor: anonymous, sessionId: null, idempotency: null };
}

/** What of a request's context the domain may know. */
function withoutRequest({ db, keys, now, announce, observer, client, requestId }: RequestContext) {
  return { db, keys, now, announce, observer, client, requestId };
}

/** Where there is an Authorization header, it alone counts: such a request is not protected against other sites, and needs not be. */
async function identify(environment: Environment, request: FastifyRequest): Promise<Identity> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return bearer(environment, authorization);
  const secret = request.cookies[cookieName];
  const session = secret ? await findBrowserSession(environment.db, secret, environment.now()) : undefined;
  if (!session) return { actor: anonymous, sessionId: null, keepUse: () => Promise.resolve() };
  return { ...session, keepUse: (ctx) => keepLastUse(ctx, session) };
}

async function bearer({ db, keys, now }: Environment, authorization: string): Promise<Identity> {
  const token = /^bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw invalidToken();
  if (!token.startsWith(apiTokenPrefix)) {
    const session = await getApiSession(db, await readAccessToken(keys, token, now()), now());
    return { ...session, keepUse: (ctx) => keepLastUse(ctx, session) };
  }
  const found = await findApiToken(db, token, now());
  if (!found) throw invalidToken();
  return { actor: found.actor, sessionId: null, keepUse: (ctx) => keepApiTokenUse(ctx, found) };
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
