import { spawnSync } from "node:child_process";
import { METHODS } from "node:http";
import fc from "fast-check";
import type { HTTPMethods } from "fastify";
import { describe, expect, it } from "vitest";
import { numbers } from "@/server/domain/numbers";
import { auditSettings } from "@/server/test/audit-key";
import { masterKey, type TestDatabase, withDatabase } from "@/server/test/database";
import { freePort, startProcess } from "@/server/test/processes";
import { routesOf, startServer, type TestServer } from "@/server/test/server";

const scrape = async ({ metricsApp }: TestServer) => (await metricsApp.inject("/metrics")).body;
const seriesOf = (text: string) => text.split("\n").filter((line) => line && !line.startsWith("#"));
const namesOf = (text: string) => Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name = ""]) => name);

const promtool = (input: string) => {
  const { status, stdout, stderr, error } = spawnSync("promtool", ["check", "metrics"], { input, encoding: "utf8" });
  return { status, stdout, stderr, error };
};
const silence = { status: 0, stdout: "", stderr: "", error: undefined };

/** What a process tells once it is ready, and a text is in it. */
async function scrapeProcess(
  entry: "main" | "worker",
  { serverUrl }: TestDatabase,
  awaited: string,
  more: Record<string, string> = {},
): Promise<string> {
  const port = await freePort();
  const settings = { DATABASE_URL: serverUrl, OPSDESK_MASTER_KEY: masterKey, DRAIN_WAIT_SECONDS: "0", ...more };
  const running = startProcess(entry, { ...settings, PORT: "0", METRICS_PORT: String(port) });
  const text = () => fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text());
  await expect.poll(() => text().catch(String), { timeout: 45_000, interval: 100 }).toContain(awaited);
  const scraped = await text();
  running.signal("SIGTERM");
  expect(await running.exited).toBe(0);
  return scraped;
}

describe("the metrics of a process", () => {
  it("R-MET-1 of a server: promtool finds nothing to say, and all of them are OpsDesk's", () =>
    withDatabase(async (database) => {
      database.open("server");
      const text = await scrapeProcess("main", database, 'opsdesk_ready_check{check="database"} 1');
      expect(promtool(text)).toEqual(silence);
      expect(namesOf(text).filter((name) => !name.startsWith("opsdesk_"))).toEqual([]);
      expect(text).toContain(`opsdesk_db_pool_size ${numbers.database.serverPoolSize}\n`);
      expect(Number(/^opsdesk_disk_free_bytes (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
    }));

  it("R-MET-1 of a worker: likewise, and its jobs with when they were last done", () =>
    withDatabase(async (database) => {
      const done = 'opsdesk_job_runs_total{job="remove-old-job-runs",outcome="done"} 1';
      const audit = await auditSettings();
      const text = await scrapeProcess("worker", database, done, audit);
      expect(promtool(text)).toEqual(silence);
      expect(namesOf(text).filter((name) => !name.startsWith("opsdesk_"))).toEqual([]);
      expect(text).toContain('opsdesk_job_period_seconds{job="make-audit-partitions"} 3600\n');
      const last = /^opsdesk_job_last_success_timestamp_seconds\{job="make-audit-partitions"\} (\S+)$/m.exec(text)?.[1];
      expect(Math.abs(Number(last) - Date.now() / 1_000)).toBeLessThan(120);
      expect(text).not.toMatch(/opsdesk_(http|trpc|sign_ins|tls)/);
      // One that begins now knows what was done before.
      const told = 'opsdesk_job_last_success_timestamp_seconds{job="make-audit-partitions"} 1';
      const next = await scrapeProcess("worker", database, told, audit);
      expect(next).toContain('opsdesk_job_runs_total{job="make-audit-partitions",outcome="done"} 0\n');
    }));
});

describe("R-MET-2", () => {
  const word = fc.stringMatching(/^[\w.~%-]{1,30}$/);
  const prefix = fc.constantFrom("/", "/api/", "/api/v1/", "/api/trpc/", "/api/docs/", "/api/auth/", "/metrics/");
  const request = fc.record({
    path: fc
      .tuple(prefix, fc.array(word, { minLength: 1, maxLength: 4 }))
      .map(([start, words]) => start + words.join("/")),
    method: fc.constantFrom(...METHODS.filter((method) => method !== "CONNECT")),
    host: fc.domain(),
  });

  it.each([
    ["alone", undefined],
    ["with pages behind it", "http://127.0.0.1:9"],
  ])(
    "what a scanner asks a server %s for, by whatever method and of whatever host, makes no series",
    async (_, webUrl) => {
      await using server = await startServer({ webUrl });
      await server.metricsApp.ready();
      const before = seriesOf(await scrape(server));
      for (const { path, method, host } of fc.sample(request, 1_000)) {
        await server.app.inject({ method: method as HTTPMethods & "GET", url: path, headers: { host } });
      }
      for (const { path } of routesOf(server.app)) {
        const url = path.replaceAll(/:\w+/g, "x").replaceAll("*", "x");
        for (const method of ["OPTIONS", "TRACE"] as const) {
          await server.app.inject({ method: method as "OPTIONS", url });
        }
      }
      const labelsOf = (lines: string[]) => new Set(lines.map((line) => line.slice(0, line.lastIndexOf(" "))));
      const known = labelsOf(before);
      const added = [...labelsOf(seriesOf(await scrape(server)))].filter((labels) => !known.has(labels));
      expect(added).toEqual([]);
      expect(await scrape(server)).toMatch(/http_requests_total\{method="any",route="unmatched",status="4xx"\} \d\d/);
    },
  );

  it("whatever happens on all routes and procedures, a scrape stays below 500 kB", async () => {
    await using server = await startServer();
    const { metrics } = server;
    for (const { path, methods } of routesOf(server.app)) {
      const known = methods.filter((method) => !["HEAD", "OPTIONS"].includes(method)).slice(0, 2);
      for (const method of known) {
        metrics.requestDuration.zero({ method, route: path });
      }
    }
    const text = await scrape(server);
    expect(text.length).toBeLessThan(500_000);
  });
});

it("all counters begin at 0, for all values of their labels", async () => {
  await using server = await startServer();
  const text = await scrape(server);
  for (const series of [
    "opsdesk_db_connection_errors_total",
    "opsdesk_faults_total",
    'opsdesk_artifact_uploads_total{result="refused"}',
    "opsdesk_artifact_uploaded_bytes_total",
    'opsdesk_sign_ins_total{outcome="refused"}',
    'opsdesk_refusals_total{permission="hosts.write"}',
    'opsdesk_rate_limited_total{limit="sign-in"}',
    'opsdesk_audit_events_total{noun="host"}',
    'opsdesk_import_rows_total{outcome="rejected"}',
    "opsdesk_event_streams",
    "opsdesk_exports_open",
  ]) {
    expect(text).toContain(`${series} 0\n`);
  }
});

it("R-MET-3 neither metrics nor readiness is at the port that people reach", async () => {
  await using server = await startServer();
  for (const path of ["/metrics", "/readyz"]) expect((await server.app.inject(path)).statusCode).toBe(404);
  expect((await server.app.inject("/healthz")).body).toBe('{"status":"ok"}');
});
