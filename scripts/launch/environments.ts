import { join } from "node:path";
import type { DatabaseUrls } from "@/scripts/provision-database";
import type { Addresses } from "./addresses";
import { type LaunchSettings, localUrl } from "./settings";

export type NodeEnvironment = "production" | "development";

export interface Secrets extends DatabaseUrls {
  masterKey: string;
}

export interface WorkerSecrets extends Secrets {
  /** The file of the key that signs the audit log. */
  auditKeyFile: string;
}

/** Each process is told only what it needs: the pages' process knows no secret, and only migrate knows the owner. */
const handedOutByName = [
  "ADMIN_EMAIL",
  "ADMIN_PASSWORD",
  "AUDIT_CHECKPOINT_DIR",
  "AUDIT_KEY_FILE",
  "DATABASE_OWNER_URL",
  "DATABASE_URL",
  "HOST",
  "METRICS_HOST",
  "METRICS_PORT",
  "OPSDESK_MASTER_KEY",
  "OPSDESK_PREVIOUS_MASTER_KEY",
  "PORT",
];

function inherited(nodeEnvironment: NodeEnvironment): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !handedOutByName.includes(name));
  return { ...Object.fromEntries(rest), NODE_ENV: nodeEnvironment, NEXT_TELEMETRY_DISABLED: "1" };
}

function masterKeys({ masterKey }: Secrets): Record<string, string> {
  const { OPSDESK_PREVIOUS_MASTER_KEY } = process.env;
  return { OPSDESK_MASTER_KEY: masterKey, ...(OPSDESK_PREVIOUS_MASTER_KEY && { OPSDESK_PREVIOUS_MASTER_KEY }) };
}

export function migrateEnvironment(nodeEnvironment: NodeEnvironment, secrets: Secrets): NodeJS.ProcessEnv {
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
  return {
    ...inherited(nodeEnvironment),
    ...(ADMIN_EMAIL && { ADMIN_EMAIL }),
    ...(ADMIN_PASSWORD && { ADMIN_PASSWORD }),
    DATABASE_OWNER_URL: secrets.ownerUrl,
    DATABASE_URL: secrets.serverUrl,
    ...masterKeys(secrets),
  };
}

/** The environment of a command that is run for the desk of these settings. */
export function commandEnvironment({ port, checkpointDirectory }: LaunchSettings, secrets: Secrets): NodeJS.ProcessEnv {
  return {
    ...inherited("production"),
    ...(port !== 0 && { PORT: String(port) }),
    DATABASE_URL: secrets.serverUrl,
    OPSDESK_MASTER_KEY: secrets.masterKey,
    AUDIT_CHECKPOINT_DIR: checkpointDirectory,
  };
}

function backgroundEnvironment(
  nodeEnvironment: NodeEnvironment,
  settings: LaunchSettings,
  secrets: Secrets,
): NodeJS.ProcessEnv {
  return {
    // glibc would keep memory for each thread, which is 6 MB of an idle process.
    MALLOC_ARENA_MAX: "2",
    DRAIN_WAIT_SECONDS: "0",
    ...inherited(nodeEnvironment),
    DATABASE_URL: secrets.serverUrl,
    ...masterKeys(secrets),
    DATA_DIR: settings.dataDirectory,
    ARTIFACT_DIR: process.env.ARTIFACT_DIR || join(settings.dataDirectory, "artifacts"),
    METRICS_HOST: settings.metricsHost,
  };
}

export function workerEnvironment(
  nodeEnvironment: NodeEnvironment,
  settings: LaunchSettings,
  secrets: WorkerSecrets,
  addresses: Addresses,
): NodeJS.ProcessEnv {
  const metricsPort = String(addresses.workerMetricsPort);
  return {
    ...backgroundEnvironment(nodeEnvironment, settings, secrets),
    METRICS_PORT: metricsPort,
    AUDIT_KEY_FILE: secrets.auditKeyFile,
    AUDIT_CHECKPOINT_DIR: settings.checkpointDirectory,
  };
}

export function serverEnvironment(
  nodeEnvironment: NodeEnvironment,
  settings: LaunchSettings,
  secrets: Secrets,
  addresses: Addresses,
): NodeJS.ProcessEnv {
  return {
    ...backgroundEnvironment(nodeEnvironment, settings, secrets),
    HOST: settings.host,
    PORT: String(addresses.port),
    METRICS_PORT: String(addresses.serverMetricsPort),
    WEB_URL: localUrl("127.0.0.1", addresses.webPort),
  };
}

export function webEnvironment(
  nodeEnvironment: NodeEnvironment,
  settings: LaunchSettings,
  addresses: Addresses,
): NodeJS.ProcessEnv {
  return {
    ...inherited(nodeEnvironment),
    HOSTNAME: "127.0.0.1",
    PORT: String(addresses.webPort),
    SERVER_URL: localUrl(settings.host, addresses.port),
  };
}
