import type { FastifyInstance } from "fastify";
import { permitted } from "@/server/api/permitted";
import { isBearer, requestContext } from "@/server/api/request-context";
import type { Environment } from "@/server/domain/context";
import { unauthenticated } from "@/server/domain/errors";
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
    const lastEventId = request.headers["last-event-id"];
    // From before the look into the log on, so that nothing falls between the two.
    const closesAt = isBearer(request) ? inMinutes(ctx.now(), numbers.sessions.accessTokenMinutes) : undefined;
    const body = streams.open({ ctx, sessionId: ctx.sessionId, closesAt });
    const missed = typeof lastEventId === "string" ? await hintsSince(ctx, new Date(lastEventId)) : [];
    streams.resume(body, ctx, missed);
    // A stream that ends because the server does must not leave a connection that the server waits for.
    reply.headers({ "content-type": "text/event-stream", "x-accel-buffering": "no", connection: "close" });
    return reply.send(body);
  });
}

/** An access token is good for no longer, and a stream that it opened neither. */
const inMinutes = (moment: Date, minutes: number) => new Date(moment.getTime() + minutes * 60_000);
