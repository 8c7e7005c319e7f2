import type { FastifyInstance } from "fastify";
import { connect, type Db } from "@/db/connect";
import { buildServer } from "@/server/api/server";
import { makeAuditPartitions } from "@/server/domain/audit/partitions";
import { systemContext } from "@/server/domain/context";
import { openHintChannel } from "@/server/domain/hints/channel";
import { numbers } from "@/server/domain/numbers";
import { RequestLimits } from "@/server/domain/request-limits/request-limits";
import { createFirstAdmin } from "@/server/domain/users/mutations";
import { createLog } from "@/server/log";
import { createMetrics } from "@/server/metrics";
import { artifactsIn, openDirectory } from "./blob-directory";
import { testKeys } from "./database";
import { type OwnPostgres, startOwnPostgres } from "./own-postgres";

const admin = { email: "admin@example.net", password: "correct horse battery staple" };
const none = { publicUrl: undefined, webUrl: undefined, trustedProxies: [], maxImportBytes: 1_048_576 };

/** A server over a PostgreSQL of one test's own, which the test may kill. */
export type OwnServer = {
  app: FastifyInstance;
  postgres: OwnPostgres;
  db: Db;
  /** The headers of an admin who is signed in. */
  headers: Record<string, string>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

export async function startOwnServer(poolSize = 4): Promise<OwnServer> {
  const postgres = await startOwnPostgres();
  const options = { poolSize, applicationName: "test", ...numbers.database.timeouts };
  const { db, close } = connect(postgres.serverUrl, options);
  const environment = { db, keys: testKeys, now: () => new Date() };
  await makeAuditPartitions(systemContext(environment, "test"));
  await createFirstAdmin(systemContext(environment, "test"), admin);
  const log = createLog("error", "server", { write: () => {} });
  const hints = openHintChannel(db, () => {});
  const limits = new RequestLimits({ changes: 0, reads: 0 });
  const shared = { environment, log, hints, metrics: createMetrics(), isDraining: () => false, limits };
  const blobs = await openDirectory();
  const app = await buildServer({ ...shared, ...none, artifacts: artifactsIn(blobs.store) });
  const browser = { "sec-fetch-site": "same-origin" };
  const signIn = await app.inject({ method: "POST", url: "/api/auth/login", payload: admin, headers: browser });
  return {
    ...{ app, postgres, db },
    headers: { ...browser, cookie: String(signIn.headers["set-cookie"]).split(";", 1)[0] ?? "" },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await hints.close();
      await close();
      await blobs[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
    },
  };
}
