import { get } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
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
    const events = Array.from({ length: 30 }, () => server.send("admin", "GET", "/api/v1/users/me"));
    await Promise.all(events);
    await server.database.open("superuser").execute(`
      insert into audit_events select gen_random_uuid(), now(), actor_kind, actor_id, actor_label, 'host.told', subject_type,
        subject_id, subject_label, before, after, repeat('x', 1000), ip, user_agent, request_id, batch_id, canonical
      from (select * from audit_events limit 1) as one, generate_series(1, 20000)`);
    await server.app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = server.app.server.address() as AddressInfo;
    const headers = await server.signedIn("auditor");
    const outcome = await new Promise((resolve) => {
      get({ port, path: "/api/v1/audit-events/export.csv?action=host.told", headers }, (response) => {
        response.once("data", () => {
          response.pause();
          void server.database
            .open("superuser")
            .execute(`select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and query like 'fetch%'`)
            .then(() => response.resume());
        });
        response.on("end", () => resolve("complete")).on("error", ({ message }) => resolve(message));
      });
    });
    expect(outcome).toBe("aborted");
  });
});
