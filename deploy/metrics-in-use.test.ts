import { expect, it, vi } from "vitest";
import { expressionsOf, readDashboards } from "@/deploy/test/dashboards";
import { type Prometheus, startPrometheus } from "@/deploy/test/prometheus";
import { listRunbookExpressions } from "@/deploy/test/runbooks";
import { existence, listSelectors } from "@/deploy/test/selectors";
import { numbers } from "@/server/domain/numbers";
import { auditSettings } from "@/server/test/audit-key";
import { createDatabase, makePartitions, masterKey, type TestDatabase } from "@/server/test/database";
import { freePort, startProcess } from "@/server/test/processes";
import { addUsers, emailOf, password } from "@/server/test/server";

const patience = { timeout: 40_000, interval: 100 };

/** Of parts that are not built yet; who builds one takes its metrics off this list. */
const notBuiltYet = [
  "opsdesk_audit_fork_detected",
  "opsdesk_audit_last_verified_timestamp_seconds",
  "opsdesk_audit_seal_lag_seconds",
  "opsdesk_audit_unsealed_events",
  "opsdesk_audit_verification_failed",
  "opsdesk_backup_drill_last_success_timestamp_seconds",
  "opsdesk_backup_last_success_timestamp_seconds",
  "opsdesk_wal_archived_timestamp_seconds",
];

/** Of postgres-exporter, and those that Prometheus makes itself only while something fires. */
const notOurs = [
  "ALERTS",
  "pg_database_size_bytes",
  "pg_settings_max_connections",
  "pg_stat_activity_count",
  "pg_stat_database_xact_commit",
  "pg_stat_database_xact_rollback",
  "pg_up",
];

/** The server and the worker as processes; gives the origin of the one and the ports of both for metrics. */
async function startDesk(database: TestDatabase) {
  const [port, server, worker] = [await freePort(), await freePort(), await freePort()];
  const shared = { DATABASE_URL: database.serverUrl, OPSDESK_MASTER_KEY: masterKey };
  startProcess("main", { ...shared, PORT: String(port), METRICS_PORT: String(server) });
  // A certificate that is not there is told, too.
  startProcess("worker", {
    ...shared,
    ...(await auditSettings()),
    METRICS_PORT: String(worker),
    TLS_CERTIFICATE_FILE: "absent.pem",
  });
  for (const metricsPort of [server, worker]) {
    const readiness = async () => (await fetch(`http://127.0.0.1:${metricsPort}/readyz`)).status;
    await vi.waitFor(async () => expect(await readiness()).toBe(200), patience);
  }
  return { origin: `http://127.0.0.1:${port}`, server, worker };
}

/** Signs in and reads the hosts, as a script and as a page. */
async function useDesk(origin: string): Promise<void> {
  const headers = { "content-type": "application/json", "sec-fetch-site": "same-origin" };
  const body = JSON.stringify({ email: emailOf("admin"), password });
  const signIn = await fetch(`${origin}/api/auth/login`, { method: "POST", headers, body });
  const cookie = signIn.headers.get("set-cookie")!.split(";", 1)[0]!;
  for (const path of ["/api/v1/hosts", "/api/trpc/hosts.list?input={}"])
    expect((await fetch(`${origin}${path}`, { headers: { ...headers, cookie } })).status).toBe(200);
}

/** What rules, dashboards and runbooks read. */
async function listUsed(prometheus: Prometheus) {
  const rules = await prometheus.listRules();
  const expressions = [
    ...rules.map(({ query }) => query),
    ...readDashboards().flatMap(expressionsOf),
    ...listRunbookExpressions(),
  ];
  for (const expression of expressions) await prometheus.ask(expression);
  const recorded = new Set(rules.filter(({ type }) => type === "recording").map(({ name }) => name));
  const selectors = expressions.flatMap(listSelectors).filter(({ metric }) => !recorded.has(metric));
  const metrics = [...new Set(selectors.map(({ metric }) => metric))];
  return { metrics, ours: selectors.filter(({ metric }) => ![...notBuiltYet, ...notOurs].includes(metric)) };
}

/** Outcomes of calls have no series before the first; their HELP names them. */
async function expectOutcomes(metricsPort: number): Promise<void> {
  const scrape = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  expect(scrape).toMatch(/^# HELP opsdesk_trpc_call_duration_seconds .*\bfailed\b/m);
}

/** What the rules add up has the same buckets, and one that ends at the objective. */
async function expectSameBuckets({ ask }: Prometheus): Promise<void> {
  const answers = "opsdesk_http_request_duration_seconds_bucket";
  const calls = "opsdesk_trpc_call_duration_seconds_bucket";
  expect(await ask(`count(${answers} unless on (le) ${calls} or ${calls} unless on (le) ${answers})`)).toEqual([]);
  const objective = numbers.objectives.fastMilliseconds / 1_000;
  expect(await ask(`count(${calls}{le="${objective}"}) > bool 0`)).toEqual([1]);
}

it("R-MET-1 rules, dashboards and runbooks use metrics, labels and values that server and worker have", async () => {
  await using database = await createDatabase();
  await makePartitions(database.open("server"));
  await addUsers(database.open("server"));
  const { origin, server, worker } = await startDesk(database);
  await useDesk(origin);
  const prometheus = await startPrometheus({ server, worker });
  const { metrics, ours } = await listUsed(prometheus);
  expect(metrics).toEqual(expect.arrayContaining([...notBuiltYet, ...notOurs]));

  const used = [...new Set(ours.map(existence))].sort();
  await vi.waitFor(async () => {
    const found = await Promise.all(used.map((selector) => prometheus.ask(`count(${selector})`)));
    expect(used.filter((_, index) => found[index]?.length === 0)).toEqual([]);
  }, patience);
  await expectSameBuckets(prometheus);
  await expectOutcomes(server);
  const built = await Promise.all(notBuiltYet.map((metric) => prometheus.ask(`count(${metric})`)));
  expect(
    notBuiltYet.filter((_, index) => built[index]?.length !== 0),
    "built by now",
  ).toEqual([]);
}, 120_000);
