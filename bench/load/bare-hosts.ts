import type { FastifyInstance, FastifyReply } from "fastify";
import type { Sql, TransactionSql } from "postgres";
import { v7 as newId } from "uuid";
import type { Db } from "@/db/connect";
import { cookieName } from "@/server/api/request-context";
import { numbers } from "@/server/domain/numbers";
import { hashSecret } from "@/server/domain/secrets/hash";
import { sessionLimits } from "@/server/domain/sessions/rules";
import { recordStatements, type Statement } from "./statements";

type Known = { secret: string; hostId: string };
type HostRequest = { Params: { id: string } };
type NewHost = { Body: { hostname: string; ip: string } };
type Change = HostRequest & { Body: { notes: string } };

/**
 * Lists, reads, creates and updates hosts with the very statements of the server, prepared, on the same driver, behind the same
 * lookup of the session, and does nothing else: no permission, no schema, no log, no events but the recorded bytes.
 */
export async function registerBareHosts(app: FastifyInstance, db: Db, known: Known): Promise<void> {
  const { ofSession, ofHost, ofList, creating, updating, recorded } = await recordStatements(db, known);
  const client = db.$client;

  app.addHook("preHandler", async (request, reply) => {
    if (!request.url.startsWith("/driver")) return;
    const { createdAfter, usedAfter } = sessionLimits(new Date());
    const secretHash = hashSecret(request.cookies[cookieName] ?? "");
    const [session] = await send(client, ofSession, [secretHash, "browser", createdAfter, usedAfter]);
    if (!session) await reply.code(401).send();
  });

  app.get("/driver/hosts", async () => {
    const rows = await send(client, ofList);
    return { items: rows.slice(0, numbers.lists.pageSize), nextCursor: null };
  });

  app.get<HostRequest>("/driver/hosts/:id", async (request, reply) => {
    const [host] = await send(client, ofHost, [request.params.id]);
    return answer(reply, host);
  });

  app.post<NewHost>("/driver/hosts", async (request, reply) => {
    const values = new Map([
      [recorded.created.id, newId()],
      [recorded.created.eventId, newId()],
      [recorded.created.hostname, request.body.hostname],
      [recorded.created.ip, request.body.ip],
      // Whoever wants another name or address waits for nobody.
      [`name prod ${recorded.created.hostname}`, `name prod ${request.body.hostname}`],
      [`address prod ${recorded.created.ip}`, `address prod ${request.body.ip}`],
    ]);
    const host = await change(client, creating, values);
    return answer(reply.code(201), host);
  });

  app.patch<Change>("/driver/hosts/:id", async (request, reply) => {
    const { id } = request.params;
    const version = Number(request.headers["if-match"]?.replaceAll('"', ""));
    const [row] = await send(client, ofHost, [id]);
    const changed = { ...row, notes: request.body.notes, version: version + 1, updated_at: new Date().toISOString() };
    const values = new Map<unknown, unknown>([
      [recorded.updated.id, id],
      [recorded.updated.eventId, newId()],
    ]);
    // The statement sets all columns, in the order in which they are read.
    const update = { ...updating.update, parameters: [...Object.values(changed), id, version] };
    return answer(reply, await change(client, [ofHost, update, updating.event], values));
  });
}

function answer(reply: FastifyReply, host: Record<string, unknown> | undefined) {
  if (!host) return reply.code(412).send();
  return reply.header("etag", `"${String(host.version)}"`).send(host);
}

/** Sends statements in one transaction, with other values in place of the recorded ones. Gives what the last but the event gave. */
function change(client: Sql, statements: readonly Statement[], values: ReadonlyMap<unknown, unknown>) {
  return client.begin(async (tx) => {
    let host: Record<string, unknown> | undefined;
    for (const statement of statements) {
      const parameters = statement.parameters.map((value) => (values.has(value) ? values.get(value) : value));
      const [row] = await send(tx, statement, parameters);
      host = row ?? host;
    }
    return host;
  });
}

function send(client: Sql | TransactionSql, { text, parameters }: Statement, values: readonly unknown[] = parameters) {
  return client.unsafe<Record<string, unknown>[]>(text, values as never[], { prepare: true });
}
