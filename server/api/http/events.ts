import type { FastifyInstance } from "fastify";
import { permitted } from "@/server/api/permitted";
import { isBearer, requestContext } from "@/server/api/request-context";
import type { Context, Environment } from "@/server/domain/context";
import { unauthenticated } from "@/server/domain/errors";
import type { Hint } from "@/server/domain/hints/hint";
import { hintsSince } from "@/server/domain/hints/missed";
import { numbers } from "@/server/domain/numbers";
import type { EventStreams } from "./event-streams";

/** A stream lasts as long as its reader stays, which heartbeats find out. */
const handlerTimeoutMilliseconds = 2_147_483_647;

/** `GET /api/events`: server-sent hints of what has changed, as far as the reader may read it. */
export function registerEvents(app: FastifyInstance, environment: Environment, streams: EventStreams): void {
  app.addHook("preClose", async () => streams.close());
  app.get("/api/events", { handlerTimeout: handlerTimeoutMilliseconds }, async (request, reply) => {
    const ctx = await permitted(requestContext(environment, request), "hints.read");
    if (ctx.sessionId === null) throw unauthenticated();
    const closesAt = isBearer(request) ? inMinutes(ctx.now(), numbers.sessions.accessTokenMinutes) : undefined;
    // Opened before the look into the log, so that nothing falls between the two.
    const stream = streams.open({ ctx, sessionId: ctx.sessionId, closesAt });
    try {
      streams.tell(stream, await missedSince(ctx, request.headers["last-event-id"]));
    } catch (error) {
      stream.body.destroy();
      throw error;
    }
    // A stream that ends because the server does must not leave a connection that the server waits for.
    reply.headers({ "content-type": "text/event-stream", "x-accel-buffering": "no", connection: "close" });
    return reply.send(stream.body);
  });
}

/** A reader that comes for the first time has missed nothing. */
async function missedSince(ctx: Context, lastEventId: unknown): Promise<Hint[] | undefined> {
  return typeof lastEventId === "string" ? hintsSince(ctx, new Date(lastEventId)) : [];
}

/** An access token is good for no longer, and a stream that it opened neither. */
const inMinutes = (moment: Date, minutes: number) => new Date(moment.getTime() + minutes * 60_000);
