import { parse } from "csv-parse/sync";
import { desc, eq, type SQL, sql } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema";
import { audited } from "@/server/domain/audit/audited";
import type { AuditEvent } from "@/server/domain/audit/record";
import { type Actor, type Context, system } from "@/server/domain/context";
import { csvLine } from "@/server/domain/csv/line";
import { numbers } from "@/server/domain/numbers";
import { actors, contextOver, createDatabase, makePartitions, type TestDatabase } from "@/server/test/database";
import { exportAuditEvents } from "./export";
import { listAuditEvents } from "./queries";
import * as schema from "./schema";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createDatabase();
  const db = database.open("server", 10);
  await makePartitions(db);
  ctx = contextOver(db, actors.auditor);
});
afterAll(() => database[Symbol.asyncDispose]());

const asSystem = () => ({ ...ctx, actor: { ...system, role: "system" } satisfies Actor });
const tell = (events: AuditEvent[]) => audited(asSystem(), "hosts.write", async () => ({ result: null, events }));
const toldOf = (action: AuditEvent["action"], label: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
  action,
  subject: { type: "host", id: "1", label },
  ...more,
});

async function read(filter: object, format: "csv" | "ndjson") {
  const { rows, body } = await exportAuditEvents(ctx, schema.auditEventFilter.parse(filter), format);
  return { rows, text: (await body.toArray()).map(String).join("") };
}
const lastEvent = async () => {
  const [event] = await ctx.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.actorId, actors.auditor.id))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(1);
  return event!;
};

describe("the export of audit events", () => {
  it("gives what the list gives, the oldest first, over several chunks, and is an event itself", async () => {
    const count = numbers.exports.chunkRows * 2 + 1;
    await tell(Array.from({ length: count }, (_, number) => toldOf("host.counted", `web-${number}`)));
    const { rows, text } = await read({ action: "host.counted" }, "ndjson");
    const events = text
      .trimEnd()
      .split("\n")
      .map((line) => schema.auditEvent.parse(JSON.parse(line)));
    expect([rows, events.length]).toEqual([count, count]);
    const listed = await listAuditEvents(ctx, schema.listAuditEvents.parse({ action: "host.counted", limit: 100 }));
    expect(events.slice(-100).reverse()).toEqual(listed.items);
    expect(await lastEvent()).toMatchObject({
      action: "audit-events.exported",
      subjectType: "export",
      subjectId: null,
      subjectLabel: `${count} audit events`,
      before: null,
      after: { format: "ndjson", rows: count, filters: { action: "host.counted" } },
    });
  });

  it("says so where nothing matches, and tells by which text and since when", async () => {
    const { rows, text } = await read({ q: "no-such-thing" }, "csv");
    expect([rows, text.split("\r\n").length]).toEqual([0, 2]);
    const { subjectLabel, after } = await lastEvent();
    expect(subjectLabel).toBe("0 audit events");
    expect(after).toMatchObject({ filters: { q: "no-such-thing", from: expect.any(String) } });
  });

  it("has one line an event in CSV, without a formula", async () => {
    const after = { notes: '=cmd()\r\n"two"', tags: ["a", "b"] };
    await tell([toldOf("host.renamed", "@SUM(1)", { before: { notes: null }, after, reason: "-2+3" })]);
    const { text } = await read({ action: "host.renamed" }, "csv");
    const [row, ...others]: Record<string, string>[] = parse(text, { columns: true });
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      actor_kind: "system",
      actor_id: "",
      action: "host.renamed",
      subject_label: "'@SUM(1)",
      before: '{"notes":null}',
      reason: "'-2+3",
      ip: "",
      batch_id: "",
    });
    expect(JSON.parse(row!.after!)).toEqual(after);
    expect(row!.occurred_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
  });

  it("holds the log as it was when it began, and not itself", async () => {
    const { rows, body } = await exportAuditEvents(ctx, { action: "audit-events.exported" }, "ndjson");
    await tell([toldOf("host.late", "late")]);
    const lines = (await body.toArray()).join("").split("\n");
    expect(lines.length - 1).toBe(rows);
  });

  it.each(["operator", "viewer"] as const)("is refused to the role %s, without an event", async (role) => {
    const before = await ctx.db.$count(auditEvents);
    const attempt = exportAuditEvents({ ...ctx, actor: actors[role] }, {}, "csv");
    await expect(attempt).rejects.toMatchObject({ code: "forbidden", permission: "audit-events.read" });
    expect(await ctx.db.$count(auditEvents)).toBe(before);
  });

  it("is refused past so many at once, and possible again when one has been given up", async () => {
    const begin = () => exportAuditEvents(ctx, {}, "csv");
    const open = await Promise.all(Array.from({ length: numbers.exports.maxAtOnce }, begin));
    await expect(begin()).rejects.toMatchObject({ code: "rate_limited" });
    for (const { body } of open) body.on("error", () => {}).destroy();
    await expect.poll(() => begin().then(({ body }) => body.toArray().then(() => "done"), String)).toBe("done");
  });

  it("breaks off with an error where the database does", async () => {
    await tell(Array.from({ length: 20_000 }, (_, number) => toldOf("host.multiplied", `web-${number}`)));
    const superuser = database.open("superuser", 1);
    const reading = sql`from pg_stat_activity where datname = current_database() and query like 'fetch%'`;
    const countOf = async (what: SQL) => (await superuser.execute(sql`select ${what} ${reading}`)).length;
    // Those that were given up before are not meant.
    await expect.poll(() => countOf(sql`pid`), { timeout: 10_000 }).toBe(0);
    const { body } = await exportAuditEvents(ctx, { action: "host.multiplied" }, "csv");
    await expect.poll(() => countOf(sql`pg_terminate_backend(pid)`), { timeout: 10_000 }).toBe(1);
    await expect(body.toArray()).rejects.toThrow("The export broke off.");
  });
});

describe("a line of CSV", () => {
  it("is read back as the cells that it was made of, each safe in a spreadsheet", () => {
    const cell = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^'{0,2}[=+@\t\r-][",\r\n ;a]*$/));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const [read]: string[][] = parse(csvLine(cells), { relax_column_count: true });
        expect(read?.map((value, index) => (value === cells[index] ? value : value.slice(1)))).toEqual(cells);
        for (const value of read ?? []) expect(value).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
