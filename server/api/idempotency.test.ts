import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/db/enums";
import { auditEvents, hosts, idempotencyKeys } from "@/db/schema";
import { startServer, type TestServer } from "@/server/test/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

let last = 0;
/** A host and a key that nobody has used. */
function fresh() {
  last += 1;
  return {
    key: `key-${last}`,
    host: { hostname: `web-${last}`, ip: `10.0.0.${last}`, os: "linux", environment: "prod" },
  };
}

const register = (key: string, body: object, who: Role = "admin") =>
  server.send(who, "POST", "/api/v1/hosts", { body, headers: { "idempotency-key": key } });

const rowsOf = (hostname: string) => server.db.$count(hosts, eq(hosts.hostname, hostname));
const eventsOf = (hostname: string) => server.db.$count(auditEvents, eq(auditEvents.subjectLabel, hostname));

describe("a create with an Idempotency-Key", () => {
  it("R-API-3 repeated with the same body gets the same answer, and is done once", async () => {
    const { key, host } = fresh();
    const first = await register(key, host);
    const again = await register(key, host);
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual(first.json());
    expect(again.headers.etag).toBe(first.headers.etag);
    expect([await rowsOf(host.hostname), await eventsOf(host.hostname)]).toEqual([1, 1]);
  });

  it("is the same with its fields in another order, and sent by a page", async () => {
    const { key, host } = fresh();
    const first = await register(key, host);
    const body = Object.fromEntries(Object.entries(host).toReversed());
    expect((await register(key, body)).json().id).toBe(first.json().id);
    const byPage = await server.send("admin", "POST", "/api/trpc/hosts.register", {
      body,
      headers: { "idempotency-key": key },
    });
    expect(byPage.json().result.data.id).toBe(first.json().id);
  });

  it("R-API-3 repeated with another body is refused", async () => {
    const { key, host } = fresh();
    await register(key, host);
    const other = await register(key, { ...host, hostname: "other" });
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: "invalid", errors: [{ path: "Idempotency-Key" }] });
    expect(await rowsOf("other")).toBe(0);
  });

  it("R-API-3 sent twenty times at once is done once", async () => {
    const { key, host } = fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(key, host)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1);
    expect([await rowsOf(host.hostname), await eventsOf(host.hostname)]).toEqual([1, 1]);
  });

  it("that failed leaves its key free", async () => {
    const [taken, { key, host }] = [fresh(), fresh()];
    await register(taken.key, taken.host);
    expect((await register(key, { ...host, ip: taken.host.ip })).statusCode).toBe(409);
    expect((await register(key, { ...host, os: "beos" })).statusCode).toBe(422);
    expect((await register(key, host)).statusCode).toBe(201);
  });

  it("does not know the keys of other users", async () => {
    const [{ key, host }, another] = [fresh(), fresh()];
    const first = await register(key, host, "admin");
    const second = await register(key, another.host, "operator");
    expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
    expect((await register(key, host, "admin")).json()).toEqual(first.json());
    expect((await register(key, another.host, "operator")).json()).toEqual(second.json());
  });

  it("R-API-3 is forgotten after 24 hours", async () => {
    const [{ key, host }, another] = [fresh(), fresh()];
    const first = await register(key, host);
    const at = Date.parse(first.json().createdAt);
    server.setClock(new Date(at + 24 * 3_600_000 - 10_000));
    expect((await register(key, another.host)).statusCode).toBe(422);
    server.setClock(new Date(at + 24 * 3_600_000 + 1));
    const later = await register(key, another.host);
    expect([later.statusCode, later.json().hostname]).toEqual([201, another.host.hostname]);
    expect((await register(key, another.host)).json().id).toBe(later.json().id);
    server.setClock(new Date());
  });

  it.each(["", "two words", "schlüssel", "x".repeat(256)])("with the malformed key %j is refused", async (key) => {
    const { host } = fresh();
    const answer = await register(key, host);
    expect([answer.statusCode, answer.json().code]).toEqual([400, "malformed"]);
    expect(await rowsOf(host.hostname)).toBe(0);
  });
});

describe("an Idempotency-Key", () => {
  it("cannot be sent with a batch of calls", async () => {
    const [one, two] = [fresh(), fresh()];
    const batch = { body: { 0: one.host, 1: two.host }, headers: { "idempotency-key": one.key } };
    const answer = await server.send("admin", "POST", "/api/trpc/hosts.register,hosts.register?batch=1", batch);
    expect(answer.statusCode).toBe(400);
    expect([answer.json()].flat()[0].error.data.problem.code).toBe("malformed");
    expect(await rowsOf(one.host.hostname)).toBe(0);
  });

  it("makes an import be done once", async () => {
    const { key, host } = fresh();
    const body = `hostname,ip,os,environment\n${Object.values(host).join(",")}\n`;
    const headers = { "content-type": "text/csv", "idempotency-key": key };
    const first = await server.send("operator", "POST", "/api/v1/hosts/import", { body, headers });
    expect(first.json()).toMatchObject({ created: 1, unchanged: 0 });
    const again = await server.send("operator", "POST", "/api/v1/hosts/import", { body, headers });
    expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
    const other = await server.send("operator", "POST", "/api/v1/hosts/import", { body: `${body}x`, headers });
    expect([other.statusCode, other.json().errors[0].path]).toEqual([422, "Idempotency-Key"]);
  });

  it("keeps nothing of a sign-in, whose answer holds a secret", async () => {
    const { key } = fresh();
    const body = { email: "admin@example.net", password: "correct horse battery staple" };
    const answer = await server.send("nobody", "POST", "/api/auth/login", {
      body,
      headers: { "idempotency-key": key },
    });
    expect(answer.statusCode).toBe(200);
    expect(await server.db.$count(idempotencyKeys, eq(idempotencyKeys.key, key))).toBe(0);
  });
});

describe("an answer that holds a secret", () => {
  const create = (key: string) =>
    server.send("operator", "POST", "/api/v1/api-tokens", {
      body: { name: "nightly import", role: "operator", scopes: ["hosts:write"] },
      headers: { "idempotency-key": key },
    });

  it("R-API-3 R-REF-3 is given again whole, and kept sealed", async () => {
    const first = await create("secret-1");
    expect(first.statusCode).toBe(201);
    expect((await create("secret-1")).json()).toEqual(first.json());
    const kept = await server.database.open("owner").execute(sql`select k::text as row from idempotency_keys k`);
    expect(JSON.stringify(kept)).toContain("secret-1");
    expect(JSON.stringify(kept)).not.toContain(first.json().token);
    expect(Buffer.from(JSON.stringify(kept)).includes(Buffer.from(first.json().token).toString("hex"))).toBe(false);
  });
});
