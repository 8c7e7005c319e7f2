import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { type Desk, removeDesk, startDesk } from "./desk";
import { isRunning, listDescendants, type RunningProcess } from "./process-tree";

test.describe.configure({ timeout: 120_000 });

/** One data directory for all, so that PostgreSQL is initialised once. */
let dataDirectory: string;
let desk: Desk | undefined;
test.beforeAll(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "opsdesk-processes-"));
});
test.afterEach(async () => {
  desk?.npm.kill("SIGTERM");
  await desk?.exited;
});
test.afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

async function start(environment: Record<string, string> = {}): Promise<string> {
  desk = startDesk({ dataDirectory, environment });
  return desk.ready();
}

const processes = () => listDescendants(desk?.npm.pid ?? 0);

function find(part: string): RunningProcess {
  const found = processes().find(({ commandLine }) => commandLine.includes(part));
  if (!found) throw new Error(`No process with ${part} among\n${JSON.stringify(processes(), undefined, 1)}`);
  return found;
}

test("the first admin's password is shown once, and kept in no log", async () => {
  await start({ ADMIN_PASSWORD: "" });
  const [, password = ""] = /Password +(\S+)/.exec(desk?.output() ?? "") ?? [];
  expect(password.length).toBeGreaterThanOrEqual(12);
  desk?.npm.kill("SIGINT");
  expect(await desk?.exited).toBe(0);
  const logs = join(dataDirectory, "logs");
  expect(readdirSync(logs).sort()).toEqual(["migrate.log", "postgres.log", "server.log", "web.log", "worker.log"]);
  for (const name of readdirSync(logs)) expect(readFileSync(join(logs, name), "utf8")).not.toContain(password);
  await start({ ADMIN_PASSWORD: "" });
  expect(desk?.output()).not.toContain("Password ");
});

test("secrets are readable for their owner only", async () => {
  await start();
  const secrets = join(dataDirectory, "secrets");
  expect(readdirSync(secrets)).toContain("master-key");
  for (const name of readdirSync(secrets)) expect(statSync(join(secrets, name)).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(join(secrets, "master-key"), "utf8"), "base64")).toHaveLength(32);
});

test("a second start neither installs nor builds", async () => {
  await start();
  expect(desk?.output()).not.toMatch(/npm ci|✔ .* built/);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`${signal} stops every process and exits with 0`, async () => {
    const url = await start();
    const running = processes();
    expect(running.map(({ commandLine }) => commandLine).join("\n")).toMatch(/postgres -D/);
    // npm passes the first two on; a closed terminal tells the whole group.
    process.kill(signal === "SIGHUP" ? find("bootstrap.mjs").pid : (desk?.npm.pid ?? 0), signal);
    expect(await desk?.exited).toBe(0);
    expect(running.filter(isRunning)).toEqual([]);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
}

const crashes = [
  { name: "server", part: "dist/main.js", says: "The process server ended with signal SIGKILL" },
  { name: "worker", part: "dist/worker.js", says: "The process worker ended with signal SIGKILL" },
  { name: "web", part: "next-server", says: "The process web ended with signal SIGKILL" },
  { name: "PostgreSQL", part: "postgres -D", says: "PostgreSQL ended with signal SIGKILL" },
];
for (const { name, part, says } of crashes) {
  test(`a crash of ${name} stops the rest and says why`, async () => {
    await start();
    const running = processes();
    process.kill(find(part).pid, "SIGKILL");
    expect(await desk?.exited).toBe(1);
    expect(desk?.output()).toContain(says);
    expect(running.filter(isRunning)).toEqual([]);
  });
}

for (const killed of ["scripts/start.ts", "bootstrap.mjs", "npm"]) {
  test(`nothing is left when ${killed} is killed, and the next start recovers`, async () => {
    await start();
    const running = processes();
    process.kill(killed === "npm" ? (desk?.npm.pid ?? 0) : find(killed).pid, "SIGKILL");
    await expect.poll(() => running.filter(isRunning), { timeout: 30_000 }).toEqual([]);
    const url = await start();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
}

test("two copies run side by side, started in the same moment", async () => {
  const copies = [startDesk({ environment: { METRICS_PORT: "" } }), startDesk({ environment: { METRICS_PORT: "" } })];
  try {
    const urls = await Promise.all(copies.map((copy) => copy.ready()));
    expect(new Set(urls).size).toBe(2);
    for (const url of urls) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  } finally {
    await Promise.all(copies.map(removeDesk));
  }
});

test("a second start in the same data directory names the process that has it", async () => {
  await start();
  const second = startDesk({ dataDirectory });
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`Process ${find("scripts/start.ts").pid} is running OpsDesk in ${dataDirectory}`);
});

test("a busy PORT is an error at once", async () => {
  const occupant = createServer().listen(0, "127.0.0.1");
  await once(occupant, "listening");
  const address = occupant.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  desk = startDesk({ dataDirectory, environment: { PORT: port } });
  expect(await desk.exited).toBe(1);
  expect(desk.output()).toContain(
    `OpsDesk cannot listen on 127.0.0.1 port ${port}: another program is listening there`,
  );
  occupant.close();
});

test("an open HOST without https says that signing in needs it", async () => {
  await start({ HOST: "0.0.0.0" });
  expect(desk?.output()).toContain("needs https");
});

test("a DATABASE_URL of one's own is used instead of the embedded PostgreSQL", async () => {
  await start();
  const socket = join(dataDirectory, "postgres/socket");
  const password = readFileSync(join(dataDirectory, "secrets/postgres-superuser-password"), "utf8").trim();
  const sql = postgres({ host: socket, port: 5432, username: "postgres", password, database: "postgres", max: 1 });
  await sql`create database elsewhere`;
  const databaseUrl = `postgresql://postgres:${password}@${encodeURIComponent(socket)}:5432/elsewhere`;
  // The cluster's opsdesk_server is in use by the desk that lends it; both roles are named, as an administrator would.
  await sql.unsafe(`create role visitor login password '${password}'`);
  await sql.end();
  const visitorUrl = databaseUrl.replace("postgres:", "visitor:");
  const visitor = startDesk({ environment: { DATABASE_URL: visitorUrl, DATABASE_OWNER_URL: databaseUrl } });
  try {
    const url = await visitor.ready();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(readdirSync(visitor.dataDirectory)).not.toContain("postgres");
  } finally {
    await removeDesk(visitor);
  }
});
