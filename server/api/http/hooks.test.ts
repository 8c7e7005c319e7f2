import { eq, inArray, like } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { alerts, auditEvents, hosts } from "@/db/schema";
import type { AlertmanagerAlert } from "@/server/domain/alertmanager/schema";
import { messageOf, sentAlert } from "@/server/test/any-alerts";
import { startServer, type TestServer } from "@/server/test/server";

const path = "/api/v1/hooks/alertmanager";
const ended = { status: "resolved" as const, endsAt: "2026-01-01T13:00:00.000Z" };

let server: TestServer;
let authorization: string;
beforeAll(async () => {
  server = await startServer();
  authorization = await tokenFor(["alerts:write"]);
});
afterEach(() => server.db.delete(alerts));
afterAll(() => server[Symbol.asyncDispose]());

async function tokenFor(scopes: string[]): Promise<string> {
  const body = { name: "alertmanager", role: "operator", scopes };
  const { token } = (await server.send("operator", "POST", "/api/v1/api-tokens", { body })).json();
  return `Bearer ${token}`;
}

const send = (body: unknown, headers: Record<string, string> = { authorization }) =>
  server.send("nobody", "POST", path, { body, headers });
const tell = async (...told: AlertmanagerAlert[]) => (await send(messageOf(...told))).json();
const rows = () => server.db.select().from(alerts).orderBy(alerts.name);
const eventsOf = (ids: string[]) =>
  server.db
    .select({ action: auditEvents.action, id: auditEvents.subjectId })
    .from(auditEvents)
    .where(inArray(auditEvents.subjectId, ids));
const actionsOf = async (id: string) => (await eventsOf([id])).map(({ action }) => action).toSorted();
const metric = async (line: string) => {
  const { body } = await server.metricsApp.inject("/metrics");
  return Number(
    body
      .split("\n")
      .find((each) => each.startsWith(line))
      ?.split(" ")
      .at(-1),
  );
};

describe("R-API-1 the hook for Alertmanager", () => {
  it("keeps what fires and what has ended, and counts it", async () => {
    const names = ["new", "changed", "repeated"].map(
      (outcome) => `opsdesk_alerts_received_total{outcome="${outcome}"}`,
    );
    const before = await Promise.all(names.map(metric));
    const down = { alertname: "Down", severity: "critical" };
    const counts = { received: 1, created: 0, changed: 0, repeated: 0, truncated: 0 };
    expect(await tell(sentAlert({ labels: down }))).toEqual({ ...counts, created: 1 });
    expect(await tell(sentAlert({ labels: down }))).toEqual({ ...counts, repeated: 1 });
    expect(await tell(sentAlert({ labels: down, ...ended }))).toEqual({ ...counts, changed: 1 });
    expect(await tell(sentAlert({ labels: down }))).toEqual({ ...counts, repeated: 1 });
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ name: "Down", severity: "critical", ...ended, version: 2 });
    expect(await actionsOf(row!.id)).toEqual(["alert.fired", "alert.resolved"]);
    const after = await Promise.all(names.map(metric));
    expect(after.map((count, index) => count - before[index]!)).toEqual([1, 1, 2]);
  });

  it("writes both events of an alert of which the end comes first", async () => {
    await tell(sentAlert(ended));
    expect(await tell(sentAlert())).toMatchObject({ created: 0, repeated: 1 });
    const [row] = await rows();
    expect(row).toMatchObject(ended);
    expect(await actionsOf(row!.id)).toEqual(["alert.fired", "alert.resolved"]);
  });

  it("follows the texts of what fires without an event", async () => {
    await tell(sentAlert({ annotations: { summary: "90 %" } }));
    expect(await tell(sentAlert({ annotations: { summary: "95 %" } }))).toMatchObject({ changed: 1 });
    const [row] = await rows();
    expect([row?.summary, row?.version, await actionsOf(row!.id)]).toEqual(["95 %", 2, ["alert.fired"]]);
  });

  it("makes one row and one event of what comes twenty times at once", async () => {
    const all = Array.from({ length: 20 }, (_, number) => sentAlert({ labels: { alertname: `At once ${number}` } }));
    const answers = await Promise.all(Array.from({ length: 20 }, (_, turn) => send(messageOf(...all.slice(turn % 3)))));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));
    const ends = all.map((alert) => ({ ...alert, ...ended })).toReversed();
    const endings = await Promise.all(Array.from({ length: 20 }, () => send(messageOf(...ends, ...all))));
    const changed = endings.map((answer) => answer.json().changed as number);
    expect(changed.reduce((sum, count) => sum + count, 0)).toBe(20);
    const ids = (await rows()).map(({ id }) => id);
    const events = (await eventsOf(ids)).map(({ action, id }) => `${action} ${id}`);
    expect(events.toSorted()).toEqual(ids.flatMap((id) => [`alert.fired ${id}`, `alert.resolved ${id}`]).toSorted());
    expect(ids.length).toBe(20);
  });

  it("keeps a thousand alerts of one message", async () => {
    const all = Array.from({ length: 1_000 }, (_, number) =>
      sentAlert({
        labels: { alertname: "Many", instance: `10.9.${number >> 8}.${number & 255}:9100`, job: "node", team: "ops" },
        annotations: { summary: "x".repeat(100), description: "y".repeat(300) },
      }),
    );
    expect(await tell(...all)).toMatchObject({ received: 1_000, created: 1_000 });
    expect(await tell(...all.map((alert) => ({ ...alert, ...ended })))).toMatchObject({ changed: 1_000 });
    expect(await server.db.$count(alerts, eq(alerts.status, "resolved"))).toBe(1_000);
    const events = eq(auditEvents.subjectLabel, "Many");
    expect(await server.db.$count(auditEvents, events)).toBe(2_000);
  });

  it("R-API-1 keeps hostile labels as plain text", async () => {
    const script = "<script>alert(1)</script>";
    const labels = {
      alertname: `${script}\u0000\u001b`,
      [script]: "\ud800",
      long: "x".repeat(100_000),
      host: "' or 1=1",
    };
    const annotations = { runbook_url: "javascript:alert(1)", summary: script };
    const message = messageOf(sentAlert({ labels, annotations, generatorURL: "javascript:alert(1)" }));
    expect((await send(message)).statusCode).toBe(200);
    const [row] = await rows();
    expect(row).toMatchObject({ name: `${script}\uFFFD\uFFFD`, runbookUrl: null, generatorUrl: null, summary: script });
    expect(row?.labels).toMatchObject({ [script]: "\uFFFD", host: "' or 1=1" });
    const listed = await server.send("viewer", "GET", `/api/v1/alerts/${row?.id}`);
    expect([listed.statusCode, listed.headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
  });

  it("tells, logs and counts what Alertmanager left out, and says so once a day", async () => {
    const before = await metric("opsdesk_alerts_truncated_total");
    const message = { ...messageOf(sentAlert()), truncatedAlerts: 7 };
    expect([(await send(message)).json().truncated, (await send(message)).json().truncated]).toEqual([7, 7]);
    expect((await metric("opsdesk_alerts_truncated_total")) - before).toBe(14);
    expect(server.logLines.filter((line) => line.includes("left alerts out")).length).toBe(2);
    const { leftOut } = (await server.send("viewer", "GET", "/api/v1/alerts/summary")).json();
    expect(leftOut).toEqual({ count: 7, receivedAt: expect.any(String) });
    expect(await server.db.$count(auditEvents, eq(auditEvents.action, "alert.left-out"))).toBe(1);
  });

  it("is for tokens that may write alerts, and refuses what is no message of version 4", async () => {
    const message = messageOf(sentAlert());
    expect((await send(message, {})).statusCode).toBe(401);
    expect((await send(message, { authorization: await tokenFor(["alerts:read", "hosts:write"]) })).statusCode).toBe(
      403,
    );
    expect((await send({ ...message, version: "5" })).statusCode).toBe(422);
    expect((await send({ ...message, alerts: [{ ...sentAlert(), labels: { a: 7 } }] })).json().errors).toEqual([
      { path: "alerts.0.labels.a", message: "Not a text." },
    ]);
    expect((await send("firing", { authorization, "content-type": "application/xml" })).statusCode).toBe(415);
    expect((await send({ ...message, groupKey: "x".repeat(1_048_576) })).statusCode).toBe(413);
    expect(await rows()).toEqual([]);
  });
});

describe("the host that labels name", () => {
  const register = async (hostname: string, ip: string, environment: string) => {
    const body = { hostname, ip, environment, os: "linux" };
    return (await server.send("admin", "POST", "/api/v1/hosts", { body })).json<{ id: string }>();
  };
  const alertOf = async (labels: Record<string, string>) => {
    await tell(sentAlert({ labels: { alertname: "Down", ...labels } }));
    const { items } = (await server.send("viewer", "GET", "/api/v1/alerts")).json();
    return (await server.send("viewer", "GET", `/api/v1/alerts/${items[0].id}`)).json();
  };

  it("is joined, and the alert outlives it", async () => {
    const { id } = await register("joined-1", "10.6.0.1", "dev");
    const alert = await alertOf({ instance: "10.6.0.1:9100" });
    expect([alert.host, alert.possibleHosts]).toEqual([{ id, hostname: "joined-1", environment: "dev" }, []]);
    const deleted = await server.send("admin", "DELETE", `/api/v1/hosts/${id}`, { headers: { "if-match": '"1"' } });
    expect(deleted.statusCode).toBe(200);
    const after = await server.send("viewer", "GET", `/api/v1/alerts/${alert.id}`);
    expect([after.statusCode, after.json().host]).toEqual([200, null]);
    expect(await tell(sentAlert({ labels: alert.labels, ...ended }))).toMatchObject({ changed: 1 });
  });

  it("is none where several have the name, and these are said", async () => {
    const ids = [await register("twin-1", "10.6.0.2", "prod"), await register("twin-1", "10.6.0.2", "dev")];
    const { host, possibleHosts } = await alertOf({ hostname: "twin-1" });
    expect([host, possibleHosts.map(({ id }: { id: string }) => id)]).toEqual([null, ids.map(({ id }) => id)]);
    const clear = await alertOf({ hostname: "twin-1", environment: "dev", job: "node" });
    expect(clear.host?.id ?? ids[1]!.id).toBe(ids[1]!.id);
  });

  it("may be deleted while a message comes", async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await register(`brief-${round}`, `10.6.1.${round}`, "dev");
      const labels = { alertname: "Brief", hostname: `brief-${round}` };
      const [answer, deleted] = await Promise.all([
        send(messageOf(sentAlert({ labels }))),
        server.send("admin", "DELETE", `/api/v1/hosts/${id}`, { headers: { "if-match": '"1"' } }),
      ]);
      expect([answer.statusCode, deleted.statusCode]).toEqual([200, 200]);
    }
    const kept = await server.db.select({ hostId: alerts.hostId }).from(alerts).where(eq(alerts.name, "Brief"));
    expect(kept).toEqual(Array.from({ length: 10 }, () => ({ hostId: null })));
    expect(await server.db.$count(hosts, like(hosts.hostname, "brief-%"))).toBe(0);
  });
});
