import cookie from "@fastify/cookie";
import { drizzle } from "drizzle-orm/postgres-js";
import Fastify from "fastify";
import { connect } from "@/db/connect";
import { cookieName } from "@/server/api/request-context";
import { systemContext } from "@/server/domain/context";
import { getHost } from "@/server/domain/hosts/queries";
import { deriveKeys } from "@/server/domain/keys/derive";
import { numbers } from "@/server/domain/numbers";
import { hashSecret } from "@/server/domain/secrets/hash";
import { findBrowserSession } from "@/server/domain/sessions/queries";
import { sessionLimits } from "@/server/domain/sessions/rules";

export interface BareServerOptions {
  databaseUrl: string;
  port: number;
  /** A session and a host that exist. */
  secret: string;
  hostId: string;
}

const options = JSON.parse(process.argv[2] ?? "") as BareServerOptions;
const { serverPoolSize: poolSize, timeouts } = numbers.database;
const { db } = connect(options.databaseUrl, { poolSize, applicationName: "opsdesk-measure-bare", ...timeouts });
const keys = deriveKeys(new Uint8Array(32));
const now = () => new Date();

/** The very statements of the server, as drizzle writes them. */
async function recordStatements(): Promise<{ ofSession: string; ofHost: string }> {
  const statements: string[] = [];
  const recording = drizzle(db.$client, { logger: { logQuery: (statement) => void statements.push(statement) } });
  await findBrowserSession(recording as unknown as typeof db, options.secret, now());
  await getHost(systemContext({ db: recording as unknown as typeof db, keys, now }, "recording"), {
    id: options.hostId,
  });
  const [ofSession, ofHost, ...others] = statements;
  if (!ofSession || !ofHost || others.length > 0) throw new Error("session and host are no longer one statement each");
  return { ofSession, ofHost };
}

const { ofSession, ofHost } = await recordStatements();
const app = Fastify();
await app.register(cookie);
app.get("/healthz", () => "ok");

type HostRequest = { Params: { id: string } };

app.get<HostRequest>("/driver/:id", async (request, reply) => {
  const { createdAfter, usedAfter } = sessionLimits(now());
  const parameters = [hashSecret(request.cookies[cookieName] ?? ""), "browser", createdAfter, usedAfter];
  const [session] = await db.$client.unsafe(ofSession, parameters, { prepare: true });
  if (!session) return reply.code(401).send();
  const [host] = await db.$client.unsafe(ofHost, [request.params.id], { prepare: true });
  return host;
});

app.get<HostRequest>("/domain/:id", async (request, reply) => {
  const session = await findBrowserSession(db, request.cookies[cookieName] ?? "", now());
  if (!session) return reply.code(401).send();
  return getHost({ ...systemContext({ db, keys, now }, request.id), actor: session.actor }, request.params);
});

await app.listen({ host: "127.0.0.1", port: options.port });
