import type { FastifyInstance, HTTPMethods, LightMyRequestResponse } from "fastify";
import type { Db } from "@/db/connect";
import type { Role } from "@/db/enums";
import { buildMetricsServer } from "@/server/api/metrics-server";
import { buildServer, type ServerOptions } from "@/server/api/server";
import { systemContext } from "@/server/domain/context";
import { openHintChannel } from "@/server/domain/hints/channel";
import { createReadiness } from "@/server/domain/readiness/readiness";
import { RequestLimits } from "@/server/domain/request-limits/request-limits";
import { createLog } from "@/server/log";
import { createMetrics, type Metrics } from "@/server/metrics";
import { artifactsIn, openDirectory } from "./blob-directory";
import { actors, createDatabase, makePartitions, type TestDatabase, testKeys } from "./database";
import { addUsers, password } from "./users";

export { addUsers, password };

export const emailOf = (role: Role) => actors[role].label;

type Sent = { body?: unknown; headers?: Record<string, string> };
type Method = HTTPMethods & ("DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT");

/**
 * The real server over a database of its own, with one user of each role, an audit log with partitions for this month and two
 * more, and a clock that can be moved.
 */
export type TestServer = {
  app: FastifyInstance;
  /** What serves `/metrics` and `/readyz`. */
  metricsApp: FastifyInstance;
  metrics: Metrics;
  database: TestDatabase;
  /** The pool that the server uses. */
  db: Db;
  /** The log lines written so far. */
  logLines: string[];
  setClock: (now: Date) => void;
  now: () => Date;
  /** The headers of a role that is signed in, for requests of another kind. */
  signedIn: (role: Role) => Promise<{ cookie: string }>;
  /** Sends a request as a browser on OpsDesk's own pages does, signed in with the role. A text is sent as it is, else JSON. */
  send: (who: Role | "nobody", method: Method, url: string, sent?: Sent) => Promise<LightMyRequestResponse>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts one, or, over the database of another, a replica of it. */
export async function startServer(options: Partial<ServerOptions> = {}, shared?: TestDatabase): Promise<TestServer> {
  const database = shared ?? (await createDatabase());
  const db = database.open("server", 10);
  if (!shared) {
    await makePartitions(db, inMonths(2));
    await addUsers(db);
  }

  let offsetMilliseconds = 0;
  const now = () => new Date(Date.now() + offsetMilliseconds);
  const logLines: string[] = [];
  const log = createLog("info", "server", { write: (line) => logLines.push(line) });
  const hints = openHintChannel(db, (error) => log.warn({ error }, "hints were lost"));
  const metrics = createMetrics();
  const environment = { db, keys: testKeys, now, announce: hints.announce, observer: metrics.observer };
  const isDraining = options.isDraining ?? (() => false);
  const limits = new RequestLimits({ changes: 0, reads: 0 });
  const blobs = await openDirectory();
  const artifacts = artifactsIn(blobs.store);
  const none = { limits, publicUrl: undefined, webUrl: undefined, trustedProxies: [], maxImportBytes: 1_048_576 };
  const app = await buildServer({ environment, log, metrics, isDraining, hints, artifacts, ...none, ...options });
  const readiness = createReadiness(systemContext(environment, "readiness"));
  const metricsApp = buildMetricsServer({ registry: metrics.registry, readiness, isDraining });

  return {
    ...{ app, metricsApp, metrics, database, db, logLines, now },
    setClock: (moment) => {
      offsetMilliseconds = moment.getTime() - Date.now();
    },
    ...browsers(app),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([app.close(), metricsApp.close()]);
      await hints.close();
      await blobs[Symbol.asyncDispose]();
      if (!shared) await database[Symbol.asyncDispose]();
    },
  };
}

/** Every path that the server knows, as Fastify writes them (`/api/v1/hosts/:id`), with its methods. */
export function routesOf(app: FastifyInstance): { path: string; methods: string[] }[] {
  const above: string[] = [];
  // Without the parts that paths have in common, Fastify leaves out all wildcards but one.
  const lines = app.printRoutes().matchAll(/^([│ ]*)[├└]── (\S*)(?: \((.*)\))?$/gm);
  return Array.from(lines, ([, indent = "", part = "", methods]) => {
    above.length = indent.length / 4;
    above.push(part);
    return { path: above.join(""), methods: methods?.split(", ") ?? [] };
  }).filter(({ methods }) => methods.length > 0);
}

/** The first moment of the month that is so many after this one. */
export function inMonths(months: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months));
}

/** Sends as a browser does, and signs each role in when it first sends something. */
function browsers(app: FastifyInstance): Pick<TestServer, "send" | "signedIn"> {
  const cookies = new Map<Role, Promise<string>>();
  const inject = (method: Method, url: string, { body, headers }: Sent) => {
    const isText = typeof body === "string";
    const type = body === undefined ? {} : { "content-type": isText ? "text/plain" : "application/json" };
    const payload = body === undefined ? {} : { payload: isText ? body : JSON.stringify(body) };
    return app.inject({ method, url, ...payload, headers: { "sec-fetch-site": "same-origin", ...type, ...headers } });
  };
  const signIn = async (role: Role) => {
    const { headers } = await inject("POST", "/api/auth/login", { body: { email: emailOf(role), password } });
    return String(headers["set-cookie"]).split(";", 1)[0]!;
  };
  const signedIn = async (role: Role) => {
    if (!cookies.has(role)) cookies.set(role, signIn(role));
    return { cookie: await cookies.get(role)! };
  };
  return {
    signedIn,
    send: async (who, method, url, { body, headers } = {}) => {
      const identity = who === "nobody" ? {} : await signedIn(who);
      return inject(method, url, { body, headers: { ...identity, ...headers } });
    },
  };
}
