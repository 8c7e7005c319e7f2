import { join } from "node:path";
import { type Addresses, claimAddresses } from "./addresses";
import { takeDataDirectory } from "./data-directory";
import { type Database, openDatabase } from "./database";
import {
  migrateEnvironment,
  type NodeEnvironment,
  type Secrets,
  serverEnvironment,
  type WorkerSecrets,
  webEnvironment,
  workerEnvironment,
} from "./environments";
import { serverFlags } from "./node-flags";
import { print, step, together } from "./progress";
import { waitForAnswer } from "./readiness";
import { ensureAuditKey, readOrCreateSecret } from "./secrets";
import { type LaunchSettings, localUrl, needsHttps, readLaunchSettings } from "./settings";
import { aborted, StopRequest, shutDownWhenAsked } from "./shutdown";
import { Supervisor } from "./supervisor";

/** What differs between `npm start` and `npm run dev`. The programs are arguments for Node. */
export interface DeskMode {
  nodeEnvironment: NodeEnvironment;
  /** Makes the programs below runnable. */
  prepare: (signal: AbortSignal) => Promise<void>;
  migrate: string[];
  server: string[];
  worker: string[];
  web: (port: number) => string[];
}

interface Desk {
  mode: DeskMode;
  settings: LaunchSettings;
  addresses: Addresses;
  logDirectory: string;
  shutdown: AbortController;
  supervisor: Supervisor;
}

async function bringUpDatabase({ settings, logDirectory, shutdown }: Desk, opened: (database: Database) => void) {
  const database = await openDatabase(settings, logDirectory);
  opened(database);
  void database.embedded?.exited.then(({ code, signal }) =>
    shutdown.abort(new Error(`PostgreSQL ended with ${signal ? `signal ${signal}` : `exit code ${code}`}.`)),
  );
  const masterKey = settings.masterKey ?? readOrCreateSecret(settings.dataDirectory, "master-key", "base64");
  const auditKeyFile = settings.auditKeyFile ?? ensureAuditKey(settings.dataDirectory);
  return { ownerUrl: database.ownerUrl, serverUrl: database.serverUrl, masterKey, auditKeyFile };
}

async function migrate({ mode, supervisor }: Desk, secrets: Secrets): Promise<void> {
  if (!secrets.ownerUrl) return;
  const environment = migrateEnvironment(mode.nodeEnvironment, secrets);
  await step("database migrated", () =>
    supervisor.complete({ name: "migrate", nodeArguments: mode.migrate, environment }),
  );
}

function startServerAndWorker({ mode, settings, addresses, supervisor }: Desk, secrets: WorkerSecrets): void {
  const { nodeEnvironment } = mode;
  const server = serverEnvironment(nodeEnvironment, settings, secrets, addresses);
  const worker = workerEnvironment(nodeEnvironment, settings, secrets, addresses);
  supervisor.start({ name: "server", nodeArguments: [...serverFlags, ...mode.server], environment: server });
  supervisor.start({ name: "worker", nodeArguments: mode.worker, environment: worker });
}

function startWeb({ mode, settings, addresses, supervisor }: Desk): void {
  const environment = webEnvironment(mode.nodeEnvironment, settings, addresses);
  supervisor.start({ name: "web", nodeArguments: mode.web(addresses.webPort), environment });
}

async function waitUntilReady({ settings, addresses, shutdown }: Desk): Promise<void> {
  const readyz = (port: number) => `${localUrl(settings.metricsHost, port)}/readyz`;
  const isOk = (status: number) => status === 200;
  const answers = [
    waitForAnswer(readyz(addresses.serverMetricsPort), isOk, shutdown.signal),
    waitForAnswer(readyz(addresses.workerMetricsPort), isOk, shutdown.signal),
    waitForAnswer(localUrl(settings.host, addresses.port), (status) => status < 500, shutdown.signal),
  ];
  await together(answers, shutdown);
}

/** Everything at once that does not wait for another: pages start while the database is migrated. */
async function bringUp(desk: Desk, opened: (database: Database) => void): Promise<void> {
  const database = bringUpDatabase(desk, opened);
  const prepared = desk.mode.prepare(desk.shutdown.signal);
  const web = prepared.then(() => startWeb(desk));
  const migrated = together([database, prepared], desk.shutdown).then(async ([secrets]) => {
    await migrate(desk, secrets);
    startServerAndWorker(desk, secrets);
  });
  await together([web, migrated], desk.shutdown);
  await step("server, worker and web ready", () => waitUntilReady(desk));
}

function printReady({ settings, addresses }: Desk): void {
  const url = settings.publicUrl ?? localUrl(settings.host, addresses.port);
  print(`\nOpsDesk is ready at ${url} after ${(performance.now() / 1000).toFixed(1)} s. Ctrl-C stops it.`);
  if (needsHttps(settings)) {
    print("Signing in from another machine needs https: put a proxy with a certificate in front and set PUBLIC_URL.");
  }
  print("");
}

async function open(mode: DeskMode, shutdown: AbortController): Promise<Desk> {
  const settings = readLaunchSettings(process.env);
  const logDirectory = join(settings.dataDirectory, "logs");
  takeDataDirectory(settings.dataDirectory);
  const addresses = await claimAddresses(settings);
  return { mode, settings, addresses, logDirectory, shutdown, supervisor: new Supervisor(logDirectory, shutdown) };
}

/** A sentence for what we threw ourselves, the stack for a fault. */
function explain(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  return reason.constructor === Error ? reason.message : (reason.stack ?? reason.message);
}

/** Runs OpsDesk until it is asked to stop or one of its processes ends. Gives the exit code, 0 only after being asked. */
export async function runDesk(mode: DeskMode): Promise<number> {
  const shutdown = new AbortController();
  let desk: Desk | undefined;
  let database: Database | undefined;
  shutDownWhenAsked(shutdown, () => desk?.supervisor.kill());
  try {
    desk = await open(mode, shutdown);
    await bringUp(desk, (opened) => {
      database = opened;
    });
    printReady(desk);
    await aborted(shutdown.signal);
  } catch (error) {
    shutdown.abort(error);
  }
  const isAsked = shutdown.signal.reason instanceof StopRequest;
  if (!isAsked) print(`\n${explain(shutdown.signal.reason)}\n`);
  // The database last, and the pages after the server that passes requests on to them.
  await desk?.supervisor.stop("server", "worker");
  await desk?.supervisor.stop("web");
  await database?.embedded?.stop();
  print(isAsked ? "OpsDesk has stopped." : "OpsDesk has stopped because of the failure above.");
  return isAsked ? 0 : 1;
}
