import { randomUUID } from "node:crypto";
import { drizzle } from "drizzle-orm/postgres-js";
import type { Db } from "@/db/connect";
import { type Actor, systemContext } from "@/server/domain/context";
import { editHost, registerHost } from "@/server/domain/hosts/mutations";
import { getHost, listHosts } from "@/server/domain/hosts/queries";
import { registerHost as hostInput, listHosts as listInput } from "@/server/domain/hosts/schema";
import { deriveKeys } from "@/server/domain/keys/derive";
import { findBrowserSession } from "@/server/domain/sessions/queries";

export interface Statement {
  text: string;
  parameters: readonly unknown[];
}

/** The very statements of the server, as drizzle writes them, with the values that they were recorded with. */
export async function recordStatements(db: Db, { secret, hostId }: { secret: string; hostId: string }) {
  const sent: Statement[] = [];
  const logger = { logQuery: (text: string, parameters: unknown[]) => void sent.push({ text, parameters }) };
  const recording = drizzle(db.$client, { logger }) as unknown as Db;
  const now = () => new Date();
  const recorded = async <T>(call: () => Promise<T>) => {
    sent.length = 0;
    const result = await call();
    return { result, statements: [...sent] };
  };

  const session = await recorded(() => findBrowserSession(recording, secret, now()));
  if (!session.result) throw new Error("the session that is recorded with is not found");
  const actor: Actor = session.result.actor;
  const ctx = { ...systemContext({ db: recording, keys: deriveKeys(new Uint8Array(32)), now }, "recording"), actor };
  const read = await recorded(() => getHost(ctx, { id: hostId }));
  const list = await recorded(() => listHosts(ctx, listInput.parse({})));
  const number = randomUUID().slice(0, 4);
  const input = { hostname: `recorded-${number}`, ip: `fd01::${number}`, os: "linux", environment: "prod" };
  const created = await recorded(() => registerHost(ctx, hostInput.parse(input)));
  const { id, version, hostname, ip } = created.result;
  const updated = await recorded(() => editHost(ctx, { id, version, changes: { notes: "recorded" } }));

  return {
    ofSession: only(session.statements),
    ofHost: only(read.statements),
    ofList: only(list.statements),
    creating: created.statements,
    updating: { update: startingWith('update "hosts"', updated.statements), event: eventIn(updated.statements) },
    recorded: {
      created: { id, hostname, ip, eventId: eventIn(created.statements).parameters[0] },
      updated: { id, eventId: eventIn(updated.statements).parameters[0] },
    },
  };
}

function only(statements: readonly Statement[]): Statement {
  const [statement, ...others] = statements;
  if (!statement || others.length > 0) throw new Error("what was one statement is none, or several");
  return statement;
}

/** Its first value is the event's id. */
const eventIn = (statements: readonly Statement[]) => startingWith('insert into "audit_events"', statements);

function startingWith(beginning: string, statements: readonly Statement[]): Statement {
  return only(statements.filter(({ text }) => text.startsWith(beginning)));
}
