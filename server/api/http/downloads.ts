import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { FastifyReply } from "fastify";
import { toProblem } from "@/server/api/problems";
import type { Log } from "@/server/log";
import type { Metrics } from "@/server/metrics";
import { noteTrouble } from "./answers";
import { cutOffIdle } from "./exports";

/** Where trouble is told that its answer cannot tell any more. */
export type Troubles = { log: Log; metrics: Metrics };

type Download = { name: string; contentType: string; chunks: AsyncIterable<string> };

/** A reply that a browser saves as a file. */
export function asAttachment(reply: FastifyReply, name: string, contentType: string): FastifyReply {
  return reply.type(contentType).header("content-disposition", `attachment; filename="${name}"`);
}

/**
 * Sends a file while it is made, no faster than it is taken; resolves when it is sent or nobody takes it any more. What goes wrong
 * before the first chunk is thrown. After it the connection is broken off, so that half a file never looks like a whole one.
 */
export async function sendDownload(
  reply: FastifyReply,
  { name, contentType, chunks }: Download,
  troubles: Troubles,
): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const body = Readable.from(continued(first, iterator), { objectMode: false });
  body.on("error", (error) => noteTrouble(troubles, toProblem(error, reply.request.id), error));
  cutOffIdle(reply);
  asAttachment(reply, name, contentType).send(body);
  await finished(reply.raw).catch(() => {});
  body.destroy();
}

async function* continued(first: IteratorResult<string>, iterator: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
