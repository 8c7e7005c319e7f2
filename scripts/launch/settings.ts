import { join, resolve } from "node:path";

/** What the environment tells the launcher itself. Everything else is handed to the processes, which check it. */
export interface LaunchSettings {
  /** Address that the server listens on. */
  host: string;
  /** 0 lets the system choose. */
  port: number;
  metricsHost: string;
  /** The server's; the worker's is the next one. */
  metricsPort: number;
  dataDirectory: string;
  publicUrl: string | undefined;
  databaseUrl: string | undefined;
  databaseOwnerUrl: string | undefined;
  masterKey: string | undefined;
  auditKeyFile: string | undefined;
  /** Where the checkpoints of the audit log are published. */
  checkpointDirectory: string;
}

function readPort(value: string | undefined, fallback: number, name: string): number {
  const port = value ? Number(value) : fallback;
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name} is ${value}; it must be a number from 0 to 65535.`);
}

/** Reads the launcher's settings; an empty variable counts as absent. Throws an Error that names what is unusable. */
export function readLaunchSettings(environment: NodeJS.ProcessEnv): LaunchSettings {
  const dataDirectory = resolve(environment.DATA_DIR || "data");
  const settings: LaunchSettings = {
    host: environment.HOST || "127.0.0.1",
    port: readPort(environment.PORT, 3000, "PORT"),
    metricsHost: environment.METRICS_HOST || "127.0.0.1",
    metricsPort: readPort(environment.METRICS_PORT, 9464, "METRICS_PORT"),
    dataDirectory,
    publicUrl: environment.PUBLIC_URL || undefined,
    databaseUrl: environment.DATABASE_URL || undefined,
    databaseOwnerUrl: environment.DATABASE_OWNER_URL || undefined,
    masterKey: environment.OPSDESK_MASTER_KEY || undefined,
    auditKeyFile: environment.AUDIT_KEY_FILE || undefined,
    checkpointDirectory: environment.AUDIT_CHECKPOINT_DIR || join(dataDirectory, "audit"),
  };
  if (settings.databaseOwnerUrl && !settings.databaseUrl) {
    throw new Error(
      "DATABASE_OWNER_URL is set but DATABASE_URL is not. Set both, or neither for the embedded PostgreSQL.",
    );
  }
  return settings;
}

/** The URL at which this machine reaches what listens on `host` and `port`. */
export function localUrl(host: string, port: number): string {
  const isWildcard = host === "0.0.0.0" || host === "::";
  const address = isWildcard ? "127.0.0.1" : host;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** Whether browsers would drop the session cookie: it needs https anywhere but on the machine itself. */
export function needsHttps({ host, publicUrl }: Pick<LaunchSettings, "host" | "publicUrl">): boolean {
  const isLoopback = host === "localhost" || host === "::1" || host.startsWith("127.");
  return !isLoopback && !publicUrl?.startsWith("https://");
}
