import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { readOrCreateSecret } from "./launch/secrets";
import { createCluster } from "./postgres/cluster";
import { type PostgresHome, preparePostgresHome } from "./postgres/home";
import { stopLeftover } from "./postgres/leftover";

export interface EmbeddedPostgresOptions {
  /** Takes the cluster in `postgres/` and the superuser's password in `secrets/`. */
  dataDirectory: string;
  /** Receives each line that PostgreSQL prints. */
  log: (line: string) => void;
  /** Settings of postgresql.conf that go before the defaults below, such as `fsync: "off"` for tests. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** A URL as libpq reads it, with the folder of the Unix socket as its encoded host. */
  superuserUrl: string;
  /** Process id of the postmaster. */
  pid: number;
  /** Settles when PostgreSQL has ended, for whatever reason. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Disconnects all clients, shuts down, and waits for the end. */
  stop: () => Promise<void>;
}

const startTimeoutSeconds = 60;
const stopTimeoutSeconds = 60;

const defaultSettings: Record<string, string> = {
  listen_addresses: "",
  port: "5432",
  max_connections: "100",
  shared_preload_libraries: "pg_stat_statements",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  log_min_duration_statement: "1000",
  // Parameters of a slow statement may be personal data or secrets.
  log_parameter_max_length: "0",
};

function spawnPostmaster(home: PostgresHome, settings: Record<string, string>, log: (line: string) => void) {
  const { prefix, spawnOptions } = home.account;
  const all = { ...defaultSettings, unix_socket_directories: home.socketDirectory, ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const postgres = [join(home.binaries.directory, "bin/postgres"), "-D", home.clusterDirectory, ...flags];
  const [command = "", ...args] = [...prefix, ...postgres];
  // In a process group of its own: Ctrl-C on the terminal must not stop the database before its clients.
  const child = spawn(command, args, {
    ...spawnOptions,
    cwd: home.directory,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  createInterface({ input: child.stderr }).on("line", log);
  return child;
}

/** The eighth line of postmaster.pid says whether connections are accepted; pg_ctl waits for the same. */
function isReady(clusterDirectory: string, pid: number): boolean {
  const file = join(clusterDirectory, "postmaster.pid");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

/**
 * Starts a PostgreSQL 18 of the npm packages on a Unix socket, with a new cluster if `dataDirectory` has none.
 *
 * @throws Error with a sentence for the person at the terminal: no binaries for this machine, a cluster of another
 * major version or of another user, or PostgreSQL's own last lines when it does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, log, settings = {} } = options;
  const home = preparePostgresHome(dataDirectory, log);
  const password = readOrCreateSecret(dataDirectory, "postgres-superuser-password", "base64url");
  await createCluster(home, password);
  await stopLeftover(home.clusterDirectory, log);

  const lastLines: string[] = [];
  const child = spawnPostmaster(home, settings, (line) => {
    lastLines.push(line);
    if (lastLines.length > 10) lastLines.shift();
    log(line);
  });
  const exited: EmbeddedPostgres["exited"] = new Promise((resolve) => {
    child.on("exit", (code, signal) => resolve({ code, signal }));
  });
  const deadline = performance.now() + startTimeoutSeconds * 1000;
  while (!isReady(home.clusterDirectory, child.pid ?? 0)) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) {
      child.kill("SIGQUIT");
      throw new Error(`PostgreSQL did not start. Its last lines:\n${lastLines.join("\n")}`);
    }
    await delay(10);
  }
  return {
    superuserUrl: `postgresql://postgres:${password}@${encodeURIComponent(home.socketDirectory)}:5432/postgres`,
    pid: child.pid ?? 0,
    exited,
    stop: async () => {
      child.kill("SIGINT");
      const forced = setTimeout(() => child.kill("SIGQUIT"), stopTimeoutSeconds * 1000);
      await exited;
      clearTimeout(forced);
    },
  };
}
