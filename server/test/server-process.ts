import { expect, vi } from "vitest";
import { createDatabase, makePartitions, masterKey, type TestDatabase } from "./database";
import { freePort, startProcess } from "./processes";
import { addUsers, emailOf, password } from "./server";

/** How long a state is waited for. */
export const patience = { timeout: 30_000, interval: 50 };

/** A server as a process of its own, ready. */
export async function startServerProcess(database: TestDatabase, drainWaitSeconds: number, samePort?: number) {
  const [port, metricsPort] = [samePort ?? (await freePort()), await freePort()];
  const running = startProcess("main", {
    DATABASE_URL: database.serverUrl,
    OPSDESK_MASTER_KEY: masterKey,
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    DRAIN_WAIT_SECONDS: String(drainWaitSeconds),
  });
  const readiness = async () => (await fetch(`http://127.0.0.1:${metricsPort}/readyz`)).status;
  await vi.waitFor(async () => expect(await readiness()).toBe(200), patience);
  return { ...running, port, origin: `http://127.0.0.1:${port}`, readiness };
}

/** A database with one user of each role, for servers that are processes. */
export async function preparedDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  await makePartitions(database.open("server"));
  await addUsers(database.open("server"));
  return database;
}

const json = { "content-type": "application/json", "sec-fetch-site": "same-origin" };
/** The headers of an admin who is signed in. */
export async function signIn(origin: string) {
  const body = JSON.stringify({ email: emailOf("admin"), password });
  const answer = await fetch(`${origin}/api/auth/login`, { method: "POST", headers: json, body });
  return { cookie: answer.headers.get("set-cookie")!.split(";", 1)[0]! };
}
