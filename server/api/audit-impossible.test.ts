import { ne, sql } from "drizzle-orm";
import type { LightMyRequestResponse } from "fastify";
import { describe, expect, it, vi } from "vitest";
import {
  alerts,
  apiTokens,
  artifacts,
  auditEvents,
  blobs,
  hosts,
  idempotencyKeys,
  passwordLinks,
  sessions,
  settings,
  users,
} from "@/db/schema";
import { messageOf, sentAlert } from "@/server/test/any-alerts";
import { actors, makePartitions } from "@/server/test/database";
import { limitDisk } from "@/server/test/full-disk";
import { emailOf, inMonths, password, startServer, type TestServer } from "@/server/test/server";
import { put, uploaded } from "@/server/test/uploads";

const newHost = { hostname: "web-2", ip: "10.0.0.2", os: "linux", environment: "prod" };
const csv = {
  body: "hostname,ip,os,environment\nweb-3,10.0.0.3,linux,prod\n",
  headers: { "content-type": "text/csv" },
};
const usersCsv = { body: "email,name,role\nimported@example.net,Imported,viewer\n", headers: csv.headers };
const newUser = { email: "new@example.net", name: "New", role: "viewer" };
const newRole = { body: { role: "auditor" }, headers: { "if-match": '"1"' } };
const newToken = { name: "a script", role: "viewer", scopes: ["hosts:read"] };
const newSettings = { body: { twoStepRoles: ["viewer"] }, headers: { "if-match": '"0"' } };
const signIn = (typed: string) => ({ body: { email: emailOf("admin"), password: typed } });

const hook = "/api/v1/hooks/alertmanager";
const free = sentAlert({ labels: { alertname: "Free" } });
const taken = sentAlert({ labels: { alertname: "Taken" } });
const end = messageOf({ ...free, status: "resolved" });

/** What is there to be changed. */
type There = { previewId: string } & Record<"host" | "retired" | "artifact" | "free" | "taken", { id: string }>;

/** Two alerts that fire, one of which somebody looks after. */
async function addAlerts({ send }: TestServer) {
  await send("operator", "POST", hook, { body: messageOf(free, taken) });
  const { items } = (await send("operator", "GET", "/api/v1/alerts")).json();
  const named = (name: string) => items.find((alert: { name: string }) => alert.name === name) as { id: string };
  await send("operator", "POST", `/api/v1/alerts/${named("Taken").id}/acknowledge`);
  return { free: named("Free"), taken: named("Taken") };
}

/** Every way to change something, by those who may. */
function changesOf(server: TestServer, { host: { id }, retired, artifact, previewId, free, taken }: There) {
  const { send } = server;
  const content = `/api/v1/artifacts/${artifact.id}/content`;
  const keyed = { body: newHost, headers: { "idempotency-key": "register" } };
  const edit = { body: { notes: "edited" }, headers: { "if-match": '"1"' } };
  const version = { headers: { "if-match": '"1"' } };
  const pin = { body: { pinned: true }, headers: version.headers };
  const bulk = { body: { hosts: [{ id, version: 1 }], changes: { owner: "ops" } } };
  const newPassword = { body: { currentPassword: password, newPassword: "another good password" } };
  return {
    register: () => send("admin", "POST", "/api/v1/hosts", keyed),
    edit: () => send("operator", "PATCH", `/api/v1/hosts/${id}`, edit),
    retire: () => send("operator", "POST", `/api/v1/hosts/${id}/retire`, version),
    "bring back": () => send("operator", "POST", `/api/v1/hosts/${retired.id}/bring-back`, version),
    delete: () => send("operator", "DELETE", `/api/v1/hosts/${id}?confirmation=web-1`, version),
    "edit of several": () => send("operator", "POST", "/api/v1/hosts/bulk-edit", bulk),
    import: () => send("operator", "POST", "/api/v1/hosts/import", csv),
    "import of what was shown": () => send("operator", "POST", `/api/v1/hosts/import?previewId=${previewId}`, csv),
    upload: () => put(server, "new.log", "abc"),
    "edit of an artifact": () => send("operator", "PATCH", `/api/v1/artifacts/${artifact.id}`, pin),
    "deletion of an artifact": () => send("operator", "DELETE", `/api/v1/artifacts/${artifact.id}`),
    download: () => send("operator", "GET", content),
    export: () => send("viewer", "GET", "/api/v1/hosts/export.csv"),
    "export of the log": () => send("auditor", "GET", "/api/v1/audit-events/export.ndjson"),
    "sign-in": () => send("nobody", "POST", "/api/auth/login", signIn(password)),
    "failed sign-in": () => send("nobody", "POST", "/api/auth/login", signIn("wrong")),
    "sign-out": () => send("viewer", "POST", "/api/auth/logout"),
    "password change": () => send("auditor", "POST", "/api/auth/password", newPassword),
    "new user": () => send("admin", "POST", "/api/v1/users", { body: newUser }),
    "change of role": () => send("admin", "PATCH", `/api/v1/users/${actors.operator.id}`, newRole),
    "import of users": () => send("admin", "POST", "/api/v1/users/import", usersCsv),
    "new API token": () => send("admin", "POST", "/api/v1/api-tokens", { body: newToken }),
    "new alert": () => send("operator", "POST", hook, { body: messageOf(sentAlert()) }),
    "end of an alert": () => send("operator", "POST", hook, { body: end }),
    acknowledgement: () => send("operator", "POST", `/api/v1/alerts/${free.id}/acknowledge`),
    "withdrawal of one": () => send("operator", "DELETE", `/api/v1/alerts/${taken.id}/acknowledgement`),
    settings: () => send("admin", "PATCH", "/api/v1/settings", newSettings),
  };
}

const refused = { status: 503, type: "application/problem+json", retryAfter: "5", code: "unavailable" };

async function answerTo(change: () => Promise<LightMyRequestResponse>) {
  const { statusCode: status, headers, body } = await change();
  const { code } = body === "" ? { code: "none" } : JSON.parse(body);
  return { status, type: headers["content-type"], retryAfter: headers["retry-after"], code };
}

/** All that lasts, but when a session was used last. */
const stateOf = ({ db }: TestServer) =>
  Promise.all([
    db.select().from(hosts).orderBy(hosts.id),
    db.select().from(users).orderBy(users.id),
    db.select({ id: sessions.id, endedAt: sessions.endedAt }).from(sessions).orderBy(sessions.id),
    db.select().from(idempotencyKeys),
    db.select().from(apiTokens),
    db.select().from(artifacts).orderBy(artifacts.id),
    db.select().from(blobs).where(ne(blobs.state, "unsettled")),
    db.select().from(passwordLinks),
    db.select().from(settings),
    db.select().from(alerts).orderBy(alerts.id),
    db
      .select({ id: auditEvents.id })
      .from(auditEvents)
      .where(ne(auditEvents.action, "disk.filled"))
      .orderBy(auditEvents.id),
  ]);

const isReady = async ({ metricsApp }: TestServer) => {
  const { statusCode, body } = await metricsApp.inject("/readyz");
  return { statusCode, audit: JSON.parse(body).checks.audit.isOk as boolean };
};

type Trouble = { repair: () => Promise<unknown> };

/** An hour before a month that has no partition yet: the last time at which all is well. */
const turn = inMonths(3);
const hour = 3_600_000;
const afterTurn = new Date(turn.getTime() + hour);

const ways: Record<string, (server: TestServer, resources: AsyncDisposableStack) => Promise<Trouble>> = {
  "INSERT is revoked": async ({ database }) => {
    const owner = database.open("owner");
    await owner.execute(sql`revoke insert on audit_events from opsdesk_server`);
    return { repair: () => owner.execute(sql`grant insert on audit_events to opsdesk_server`) };
  },
  "a trigger raises": async ({ database }) => {
    const owner = database.open("owner");
    await owner.execute(
      sql`create function fail() returns trigger language plpgsql as 'begin raise exception ''no''; end'`,
    );
    await owner.execute(sql`create trigger fail before insert on audit_events for each row execute function fail()`);
    return { repair: () => owner.execute(sql`drop trigger fail on audit_events`) };
  },
  "the month turns and has no partition": async ({ db, setClock }) => {
    setClock(afterTurn);
    return { repair: () => makePartitions(db, afterTurn) };
  },
  "its tablespace is full": async ({ database, db, setClock }, resources) => {
    await makePartitions(db, afterTurn);
    const disk = resources.use(await limitDisk(database, db, afterTurn));
    setClock(afterTurn);
    await disk.fill();
    return { repair: disk.free };
  },
};

describe.each(Object.entries(ways))("while the audit log cannot be written because %s", (why, makeImpossible) => {
  it("R-AUD-1 every change is refused with nothing half done, reads go on, and it recovers without a restart", async () => {
    await using server = await startServer();
    await using resources = new AsyncDisposableStack();
    server.setClock(new Date(turn.getTime() - hour));
    const register = async (fields: object) =>
      (await server.send("admin", "POST", "/api/v1/hosts", { body: { ...newHost, ...fields } })).json();
    const host = await register({ hostname: "web-1", ip: "10.0.0.1" });
    const retired = await register({ hostname: "web-0", ip: "10.0.0.9", status: "retired" });
    const preview = await server.send("operator", "POST", "/api/v1/hosts/import?dryRun=true", csv);
    const changes = changesOf(server, {
      host,
      retired,
      artifact: await uploaded(server, "app.log", "before"),
      previewId: preview.json().previewId,
      ...(await addAlerts(server)),
    });
    for (const role of ["operator", "auditor", "viewer"] as const) await server.send(role, "GET", "/api/v1/users/me");
    const before = await stateOf(server);

    const { repair } = await makeImpossible(server, resources);
    // Checking passwords takes its time, so one way alone gets 200 changes and more.
    const rounds = why === "INSERT is revoked" ? 13 : 3;
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all(Object.values(changes).map(answerTo));
      expect(answers).toEqual(answers.map(() => refused));
    }
    const byPage = await server.send("admin", "POST", "/api/trpc/hosts.register", { body: newHost });
    expect([byPage.statusCode, byPage.headers["retry-after"]]).toEqual([503, "5"]);
    expect(byPage.json().error.data.problem.code).toBe("unavailable");
    expect(await stateOf(server)).toEqual(before);
    for (const path of ["hosts", `hosts/${host.id}`, "hosts/count", "audit-events", "users/me"]) {
      expect((await server.send("admin", "GET", `/api/v1/${path}`)).statusCode).toBe(200);
    }
    await vi.waitFor(async () => expect(await isReady(server)).toEqual({ statusCode: 503, audit: false }), 5_000);

    await repair();
    expect((await changes.register()).statusCode).toBe(201);
    await vi.waitFor(async () => expect(await isReady(server)).toEqual({ statusCode: 200, audit: true }), 5_000);
    expect((await changes.edit()).statusCode).toBe(200);
    expect((await changes["sign-out"]()).statusCode).toBe(204);
  });
});
