import cookie from "@fastify/cookie";
import Fastify from "fastify";
import { connect } from "@/db/connect";
import { cookieName } from "@/server/api/request-context";
import { systemContext } from "@/server/domain/context";
import { getHost } from "@/server/domain/hosts/queries";
import { deriveKeys } from "@/server/domain/keys/derive";
import { numbers } from "@/server/domain/numbers";
import { findBrowserSession } from "@/server/domain/sessions/queries";
import { registerBareHosts } from "./bare-hosts";

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
const app = Fastify();
await app.register(cookie);
app.get("/healthz", () => "ok");

/** Fastify around the functions of the domain, without tRPC. */
app.get<{ Params: { id: string } }>("/domain/:id", async (request, reply) => {
  const session = await findBrowserSession(db, request.cookies[cookieName] ?? "", now());
  if (!session) return reply.code(401).send();
  return getHost({ ...systemContext({ db, keys, now }, request.id), actor: session.actor }, request.params);
});

await registerBareHosts(app, db, options);
await app.listen({ host: "127.0.0.1", port: options.port });
