import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as newId } from "uuid";
import { connect } from "@/db/connect";
import { migrateDatabase } from "@/db/migrate";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { provisionDatabase } from "@/scripts/provision-database";
import { makeAuditPartitions } from "@/server/domain/audit/partitions";
import { type Context, systemContext } from "@/server/domain/context";
import { deriveKeys } from "@/server/domain/keys/derive";
import { numbers } from "@/server/domain/numbers";
import { findBrowserSession } from "@/server/domain/sessions/queries";
import { signIn } from "@/server/domain/sign-in/sign-in";
import { createFirstAdmin } from "@/server/domain/users/mutations";

export interface BenchDatabase extends AsyncDisposable {
  dataDirectory: string;
  ownerUrl: string;
  serverUrl: string;
  masterKey: Uint8Array;
  /** The first admin, signed in, with the rights of the server's role. */
  ctx: Context;
  /** Names the session of `ctx` in the cookie. */
  secret: string;
}

/** The first admin. */
export const admin = { email: "admin@opsdesk.local", password: "a walking desk in the morning" };

/** Creates the first admin and signs in. */
async function signInFirstAdmin(ctx: Context): Promise<{ ctx: Context; secret: string }> {
  await createFirstAdmin(ctx, admin);
  const { secret } = await signIn(ctx, admin);
  const session = await findBrowserSession(ctx.db, secret, ctx.now());
  if (!session) throw new Error("the session that was begun is not found");
  return { ctx: { ...ctx, actor: session.actor, sessionId: session.sessionId }, secret };
}

/** Starts an embedded PostgreSQL as `npm start` does, as durable as there, migrated, with an admin who is signed in. */
export async function startDatabase(): Promise<BenchDatabase> {
  await using undo = new AsyncDisposableStack();
  const dataDirectory = await mkdtemp(join(tmpdir(), "opsdesk-measure-"));
  undo.defer(() => rm(dataDirectory, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDirectory, log: () => {} });
  undo.defer(() => postgres.stop());
  const { ownerUrl, serverUrl } = await provisionDatabase(postgres.superuserUrl, dataDirectory);
  if (!ownerUrl) throw new Error("the embedded database has an owner");
  await migrateDatabase(ownerUrl, "db/migrations", "opsdesk_server");
  const { serverPoolSize: poolSize, timeouts } = numbers.database;
  const { db, close } = connect(serverUrl, { poolSize, applicationName: "opsdesk-measure", ...timeouts });
  undo.defer(() => close());
  const masterKey = new Uint8Array(randomBytes(32));
  const system = systemContext({ db, keys: deriveKeys(masterKey), now: () => new Date() }, newId());
  await makeAuditPartitions(system);
  const { ctx, secret } = await signInFirstAdmin(system);
  const kept = undo.move();
  return {
    dataDirectory,
    ownerUrl,
    serverUrl,
    masterKey,
    ctx,
    secret,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
