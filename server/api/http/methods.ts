import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { TransportError } from "@/server/api/problems";

const methods: readonly HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Which methods each path has. */
export type KnownMethods = ReadonlyMap<string, readonly HTTPMethods[]>;

/** Notes the methods of the routes below `prefixes` that are added from now on. */
export function noteMethods(app: FastifyInstance, prefixes: readonly string[]): KnownMethods {
  const known = new Map<string, HTTPMethods[]>();
  app.addHook("onRoute", ({ url, method }) => {
    if (prefixes.some((prefix) => url.startsWith(prefix))) known.set(url, [known.get(url) ?? [], method].flat());
  });
  return known;
}

/** Answers 405 where a path is known and only the method is wrong. */
export function refuseOtherMethods(app: FastifyInstance, known: KnownMethods): void {
  for (const [url, allowed] of known) {
    const refuse = async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header("allow", allowed.join(", "));
      throw new TransportError("method_not_allowed", `Here is only ${allowed.join(", ")}.`);
    };
    // Before the body is looked at, whose type may be unknown here.
    const others = methods.filter((method) => !allowed.includes(method));
    app.route({ url, method: others, config: { isUnmatched: true }, onRequest: refuse, handler: refuse });
  }
}
