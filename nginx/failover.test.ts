import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { createDatabase, makePartitions, masterKey, type TestDatabase } from "@/server/test/database";
import { freePort, startProcess } from "@/server/test/processes";
import { addUsers, emailOf, password } from "@/server/test/server";
import { startUpstream } from "./recording-upstream";
import { startPlainEdge } from "./test-edge";

const patience = { timeout: 30_000, interval: 50 };
/** Without limits, and with less patience for a server that hangs than the product has, so that the test need not have it. */
const impatient = {
  ...numbers.edge,
  api: { perSecond: 10_000, burst: 1_000 },
  upstream: { ...numbers.edge.upstream, failTimeoutSeconds: 1, readTimeoutSeconds: 2 },
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await makePartitions(database.open("server"));
  await addUsers(database.open("server"));
});
afterAll(() => database[Symbol.asyncDispose]());

/** A server as a process of its own, ready. */
async function startServerProcess() {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const running = startProcess("main", {
    DATABASE_URL: database.serverUrl,
    OPSDESK_MASTER_KEY: masterKey,
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    TRUSTED_PROXIES: "127.0.0.1",
    LIMIT_READS: "0",
    LIMIT_CHANGES: "0",
  });
  const readiness = async () => (await fetch(`http://127.0.0.1:${metricsPort}/readyz`)).status;
  await vi.waitFor(async () => expect(await readiness()).toBe(200), patience);
  return { ...running, address: `127.0.0.1:${port}` };
}

async function signIn(origin: string) {
  const headers = { "content-type": "application/json", "sec-fetch-site": "same-origin" };
  const body = JSON.stringify({ email: emailOf("admin"), password });
  const answer = await fetch(`${origin}/api/auth/login`, { method: "POST", headers, body });
  return { cookie: answer.headers.get("set-cookie")!.split(";", 1)[0]! };
}

describe("two servers", () => {
  it("R-DRN-1 fail no reading while one of them hangs, or is killed", async () => {
    const [one, other] = await Promise.all([startServerProcess(), startServerProcess()]);
    const options = { servers: [one.address, other.address], pages: [one.address] };
    await using edge = await startPlainEdge(options, impatient);
    const headers = await signIn(edge.origin);
    const read = async () => (await fetch(`${edge.origin}/api/v1/hosts`, { headers })).status;
    const readMany = async (disturb: () => void) => {
      const statuses: number[] = [];
      for (let round = 0; round < 10; round++) {
        if (round === 2) disturb();
        statuses.push(...(await Promise.all(Array.from({ length: 10 }, read))));
      }
      return statuses.filter((status) => status !== 200);
    };
    expect(await readMany(() => one.signal("SIGSTOP"))).toEqual([]);
    one.signal("SIGCONT");
    await vi.waitFor(async () => {
      expect(await read()).toBe(200);
      expect(JSON.parse((await edge.accessLines()).at(-1)!).upstream).toBe(one.address);
    }, patience);
    expect(await readMany(() => other.signal("SIGKILL"))).toEqual([]);
    await other.exited;
    expect(await readMany(() => {})).toEqual([]);
    const upstreams = (await edge.accessLines()).map((line) => JSON.parse(line).upstream as string);
    expect(new Set(upstreams.join(", ").split(", ").filter(Boolean))).toEqual(new Set([one.address, other.address]));
  });

  it("write nothing twice: what may have been done is not sent to another", async () => {
    const seen: string[] = [];
    await using breaking = await startUpstream((incoming) => {
      seen.push(`breaking ${incoming.method}`);
      incoming.socket.destroy();
    });
    await using working = await startUpstream((incoming, response) => {
      seen.push(`working ${incoming.method}`);
      response.end();
    });
    const options = { servers: [breaking.address, working.address], pages: [working.address] };
    for (const [method, statuses] of [
      ["GET", [200]],
      ["POST", [200, 502]],
      ["PATCH", [200, 502]],
    ] as const) {
      seen.length = 0;
      await using edge = await startPlainEdge(options);
      const answer = await fetch(`${edge.origin}/api/v1/hosts`, { method });
      expect(statuses).toContain(answer.status);
      expect(seen.filter((one) => one === `working ${method}`).length).toBeLessThanOrEqual(1);
      if (method !== "GET") expect(seen).toHaveLength(1);
    }
  });
});
