import type { FastifyRequest } from "fastify";
import { requestContext } from "@/server/api/request-context";
import type { Actor, Context, Environment } from "@/server/domain/context";
import { DomainError } from "@/server/domain/errors";
import type { OpenedExport } from "@/server/domain/exports/open";
import { numbers } from "@/server/domain/numbers";
import { can, type Permission } from "@/server/domain/permissions";
import { findLiveActors } from "@/server/domain/sessions/queries";

type Reader = { request: FastifyRequest; ctx: Context; permission: Permission };

/** Breaks an export off whose reader loses the right to it meanwhile. There are few at once, so each is looked up by itself. */
export function endWithoutAccess(environment: Environment, reader: Reader, { body }: OpenedExport): void {
  let isLookingUp = false;
  const check = async () => {
    if (isLookingUp) return;
    isLookingUp = true;
    if (!(await hasAccess(environment, reader))) body.destroy(new Error("The reader may not read this any more."));
    isLookingUp = false;
  };
  const timer = setInterval(() => void check(), numbers.streams.accessCheckMilliseconds).unref();
  body.once("close", () => clearInterval(timer));
}

/** Whoever cannot be looked up now is asked for again later. */
async function hasAccess(environment: Environment, { permission, ...reader }: Reader): Promise<boolean> {
  try {
    const actor = await actorNow(environment, reader);
    return actor !== undefined && can(actor, permission);
  } catch (error) {
    return !(error instanceof DomainError);
  }
}

/** An access token may expire while its session goes on, so a session is looked up by its id. */
async function actorNow(
  environment: Environment,
  { request, ctx: { sessionId } }: Omit<Reader, "permission">,
): Promise<Actor | undefined> {
  if (sessionId === null) return (await requestContext(environment, request).identity()).actor;
  return (await findLiveActors(environment.db, [sessionId], environment.now())).get(sessionId);
}
