import { sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type TestDatabase, withDatabase } from "@/server/test/database";
import type { Db } from "./connect";
import { auditEvents } from "./schema";

const now = new Date();
const partition = `audit_events_${now.toISOString().slice(0, 7).replace("-", "_")}`;

const newEvent = (occurredAt = now) => ({
  id: newId(),
  occurredAt: occurredAt.toISOString(),
  actorKind: "system" as const,
  actorLabel: "system",
  action: "host.touched",
  subjectType: "host",
  subjectLabel: "web-1",
  requestId: "request-1",
  canonical: Buffer.from("{}"),
});

const make = async (db: Pick<Db, "execute">, until: string) => {
  const [row] = await db.execute<{ made: number }>(sql`select make_audit_partitions(${until}::timestamptz) as made`);
  return row!.made;
};
const partitions = async (db: Db) => {
  const rows = await db.execute<{ name: string }>(
    sql`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit_events'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
};
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe("the audit log is append-only", () => {
  let database: TestDatabase;
  let server: Db;
  let owner: Db;
  beforeAll(async () => {
    database = await createDatabase();
    server = database.open("server");
    owner = database.open("owner");
    await make(server, inDays(40).toISOString());
    await server.insert(auditEvents).values([newEvent(), newEvent(inDays(31))]);
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const changes = (table: string) => [
    `update ${table} set reason = 'forged'`,
    `delete from ${table}`,
    `truncate ${table}`,
    `insert into ${table} select * from audit_events on conflict (occurred_at, id) do update set reason = 'forged'`,
  ];
  const alterations = (table: string) => [
    `alter table ${table} add column forged text`,
    `alter table ${table} disable trigger all`,
    `drop trigger audit_events_refuse_truncate on ${table}`,
    `create rule forged as on insert to ${table} do instead nothing`,
    `drop table ${table}`,
  ];

  it.each([
    ...[...changes("audit_events"), ...alterations("audit_events")],
    ...[...changes(partition), ...alterations(partition)],
    `alter table audit_events detach partition ${partition}`,
    "create or replace function audit_events_refuse() returns trigger language plpgsql as 'begin return null; end'",
    "set session_replication_role = replica",
  ])("R-AUD-4 the server's role may not %s", async (statement) => {
    const refusal = expect.stringMatching(/^(permission denied|must be owner)/);
    await expect(server.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: { code: "42501", message: refusal },
    });
    expect(await server.$count(auditEvents)).toBe(2);
  });

  it.each([...changes("audit_events"), ...changes(partition)])("triggers keep its owner from %s", async (statement) => {
    const refusal = expect.stringMatching(/^audit events are never changed or removed/);
    await expect(owner.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: { code: "42501", message: refusal },
    });
    expect(await owner.$count(auditEvents)).toBe(2);
  });
});

describe("make_audit_partitions", () => {
  it("makes the months from this one to the one asked for, each once", () =>
    withDatabase(async ({ open }) => {
      const server = open("server");
      const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 3, 15)).toISOString();
      expect(await make(server, until)).toBe(4);
      expect(await make(server, until)).toBe(0);
      const names = await partitions(server);
      expect(names).toHaveLength(4);
      expect(names).toContain(partition);
      expect(names).toContain(`audit_events_${until.slice(0, 7).replace("-", "_")}`);
    }));

  it("makes each once however many ask at the same time", () =>
    withDatabase(async ({ open }) => {
      const server = open("server", 10);
      const until = inDays(100).toISOString();
      const made = await Promise.all(Array.from({ length: 10 }, () => make(server, until)));
      expect(made.filter((count) => count > 0)).toEqual([(await partitions(server)).length]);
    }));

  it("ends each month where the next begins, in UTC", () =>
    withDatabase(async ({ open }) => {
      const server = open("server", 1);
      await server.execute(sql`set time zone 'Pacific/Auckland'`);
      await make(server, inDays(60).toISOString());
      const nextMonth = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1);
      await server.insert(auditEvents).values([newEvent(new Date(nextMonth - 1)), newEvent(new Date(nextMonth))]);
      const rows = await open("owner").execute(
        sql`select tableoid::regclass::text from audit_events order by occurred_at`,
      );
      expect(rows.map(({ tableoid }) => tableoid)).toEqual((await partitions(server)).slice(0, 2));
    }));

  it("does not wait for writers, nor they for it", () =>
    withDatabase(async ({ open }) => {
      const server = open("server");
      await make(server, now.toISOString());
      await server.transaction(async (writing) => {
        await writing.insert(auditEvents).values(newEvent());
        await server.transaction(async (making) => {
          expect(await make(making, inDays(60).toISOString())).toBeGreaterThan(0);
          await server.insert(auditEvents).values(newEvent());
        });
      });
      expect(await server.$count(auditEvents)).toBe(2);
    }));

  it.each(["infinity", inDays(401).toISOString(), null])("refuses %s, which no clock would ask for", (until) =>
    withDatabase(async ({ open }) => {
      const server = open("server");
      await expect(make(server, until as string)).rejects.toMatchObject({ cause: { code: "22023" } });
      expect(await partitions(server)).toEqual([]);
    }),
  );

  it("may be called by no other role, which may not read the events either", () =>
    withDatabase(async ({ open }) => {
      await open("superuser").transaction(async (tx) => {
        await tx.execute(sql`create role stranger`);
        await tx.execute(sql`set local role stranger`);
        for (const statement of [sql`select make_audit_partitions(now())`, sql`select from audit_events`]) {
          const attempt = tx.transaction((savepoint) => savepoint.execute(statement));
          await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
        }
        await tx.execute(sql`reset role`);
        await tx.execute(sql`drop role stranger`);
      });
    }));
});
