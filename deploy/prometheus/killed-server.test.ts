import { expect, it, vi } from "vitest";
import { startAlertmanager, startPrometheus } from "@/deploy/test/prometheus";
import { createDatabase, makePartitions, masterKey, type TestDatabase } from "@/server/test/database";
import { freePort, startProcess } from "@/server/test/processes";
import { startServer, type TestServer } from "@/server/test/server";

const patience = { timeout: 40_000, interval: 100 };

/** A server as a process of its own, on a port for its metrics, when it is ready. */
async function startWatched(database: TestDatabase, metricsPort: number) {
  const watched = startProcess("main", {
    DATABASE_URL: database.serverUrl,
    OPSDESK_MASTER_KEY: masterKey,
    PORT: "0",
    METRICS_PORT: String(metricsPort),
  });
  const readiness = async () => (await fetch(`http://127.0.0.1:${metricsPort}/readyz`)).status;
  await vi.waitFor(async () => expect(await readiness()).toBe(200), patience);
  return watched;
}

/** An API token that may do no more than Alertmanager needs. */
async function makeToken(desk: TestServer): Promise<string> {
  const body = { name: "Alertmanager", role: "operator", scopes: ["alerts:write"] };
  const answer = await desk.send("operator", "POST", "/api/v1/api-tokens", { body });
  return answer.json<{ token: string }>().token;
}

type Told = { name: string; status: string; startsAt: string; host: { hostname: string } | null };

it("R-ALR-1 a killed server becomes an alert of its host in another desk, and is resolved when it is back", async () => {
  await using database = await createDatabase();
  await makePartitions(database.open("server"));
  await using desk = await startServer();
  const hookUrl = `${await desk.app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/hooks/alertmanager`;
  const host = { hostname: "app-1", ip: "127.0.0.1", os: "linux", environment: "prod" };
  expect((await desk.send("operator", "POST", "/api/v1/hosts", { body: host })).statusCode).toBe(201);

  const metricsPort = await freePort();
  const watched = await startWatched(database, metricsPort);
  const alertmanager = await startAlertmanager({ hookUrl, token: await makeToken(desk) });
  const prometheus = await startPrometheus({ server: metricsPort, alertmanager });
  await vi.waitFor(async () => {
    expect(await prometheus.ask('up{job="opsdesk-api"}')).toEqual([1]);
    expect(await prometheus.ask('ALERTS{alertname="OpsDeskDown"}')).toEqual([]);
  }, patience);

  const killedAt = new Date().toISOString();
  watched.signal("SIGKILL");
  /** What the desk was told of since then, but for the worker and the database, which are not there at all. */
  const told = async (name: string) => {
    const { items } = (await desk.send("viewer", "GET", "/api/v1/alerts")).json<{ items: Told[] }>();
    return items.filter((alert) => alert.name === name && alert.startsAt >= killedAt);
  };
  const runbookUrl = `${prometheus.url}/user/OpsDeskDown.md`;
  const isDown = { status: "firing", severity: "critical", summary: "OpsDesk is down", host: null, runbookUrl };
  const labels = expect.objectContaining({ job: "opsdesk-api", instance: `127.0.0.1:${metricsPort}` });
  const isGone = {
    status: "firing",
    severity: "warning",
    labels,
    host: expect.objectContaining({ hostname: "app-1" }),
  };
  await vi.waitFor(async () => {
    expect(await told("OpsDeskDown")).toEqual([expect.objectContaining(isDown)]);
    expect(await told("OpsDeskTargetDown")).toContainEqual(expect.objectContaining(isGone));
  }, patience);

  await startWatched(database, metricsPort);
  await vi.waitFor(async () => {
    expect(await told("OpsDeskDown")).toEqual([expect.objectContaining({ ...isDown, status: "resolved" })]);
    expect(await told("OpsDeskTargetDown")).toContainEqual(expect.objectContaining({ ...isGone, status: "resolved" }));
  }, patience);
}, 120_000);
