import { get } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { apiTokens, auditEvents, users } from "@/db/schema";
import { actors } from "@/server/test/database";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await server.send("admin", "GET", "/api/v1/users/me");
  await superuser().execute(`
    insert into audit_events select gen_random_uuid(), now(), actor_kind, actor_id, actor_label, 'host.told', subject_type,
      subject_id, subject_label, before, after, repeat('x', 1000), ip, user_agent, request_id, batch_id, canonical
    from (select * from audit_events limit 1) as one, generate_series(1, 20000)`);
  await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server[Symbol.asyncDispose]());

const isExport = eq(auditEvents.action, "audit-events.exported");

describe("an export of audit events over HTTP", () => {
  it.each([
    ["csv", "text/csv; charset=utf-8"],
    ["ndjson", "application/x-ndjson"],
  ])("is a file in %s, whose rows are counted in advance", async (format, type) => {
    const answer = await server.send("auditor", "GET", `/api/v1/audit-events/export.${format}?action=user.signed-in`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": type,
      "content-disposition": `attachment; filename="audit-events-${server.now().toISOString().slice(0, 10)}.${format}"`,
    });
    const head = format === "csv" ? 1 : 0;
    expect(answer.body.trimEnd().split("\n").length - head).toBe(Number(answer.headers["opsdesk-rows"]));
  });

  it("refuses what is no filter, and is no event then", async () => {
    const before = await server.db.$count(auditEvents, isExport);
    for (const query of ["q=ab", "from=yesterday", "from=0000-01-01T00:00:00Z", "sort=id", "ip=10", "batchId=1"]) {
      const answer = await server.send("auditor", "GET", `/api/v1/audit-events/export.csv?${query}`);
      expect([query, answer.statusCode, answer.json().code]).toEqual([query, 400, "malformed"]);
    }
    expect((await server.send("auditor", "HEAD", "/api/v1/audit-events/export.csv")).statusCode).toBe(405);
    expect(await server.db.$count(auditEvents, isExport)).toBe(before);
  });

  it("does not look complete where it breaks off", async () => {
    const outcome = await breakOff(() =>
      superuser().execute(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'fetch%'`),
    );
    expect(outcome).toBe("aborted");
  });

  it("breaks off when its reader may not read it any more", async () => {
    const demote = () => superuser().update(users).set({ role: "viewer" }).where(eq(users.id, actors.auditor.id));
    expect(await breakOff(demote)).toBe("aborted");
  });

  it("breaks off when the API token of its reader is revoked", async () => {
    const revoke = () => superuser().update(apiTokens).set({ revokedAt: server.now().toISOString() });
    const body = { name: "a script", role: "auditor", scopes: ["audit-events:read"] };
    const { token } = (await server.send("admin", "POST", "/api/v1/api-tokens", { body })).json();
    expect(await breakOff(revoke, { authorization: `Bearer ${token}` })).toBe("aborted");
  });
});

const patience = { timeout: 30_000, interval: 50 };
let pool: TestServer["db"] | undefined;
const superuser = () => (pool ??= server.database.open("superuser"));

/** Begins to take an export that no buffer holds, does something that ends it, and tells how it ends for whoever reads on. */
async function breakOff(end: () => Promise<unknown>, identity?: Record<string, string>): Promise<string> {
  const fetching = sql`select from pg_stat_activity where datname = current_database() and query like 'fetch%'`;
  const headers = identity ?? (await server.signedIn("auditor"));
  const { port } = server.app.server.address() as AddressInfo;
  const outcome = Promise.withResolvers<string>();
  const request = get({ port, path: "/api/v1/audit-events/export.csv?action=host.told", headers }, (response) => {
    const endAmid = async () => {
      const reads = (backends: number) => async () =>
        expect(await superuser().execute(fetching)).toHaveLength(backends);
      await vi.waitFor(reads(1), patience);
      await end();
      await vi.waitFor(reads(0), patience);
      response.resume();
    };
    response.once("data", () => {
      response.pause();
      endAmid().catch(outcome.reject);
    });
    response.on("end", () => outcome.resolve("complete")).on("error", ({ message }) => outcome.resolve(message));
  });
  request.on("error", outcome.reject);
  return outcome.promise;
}
