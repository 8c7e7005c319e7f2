import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { hostColumns } from "@/server/domain/host-rows/select";
import { csvFile } from "@/server/test/csv-file";
import { actors, withContext } from "@/server/test/database";
import { importHosts } from "./import";
import { registerHost } from "./mutations";
import { type Host, registerHost as registerHostInput } from "./schema";

const required = "hostname,ip,os,environment";

const importText = (ctx: Context, text: string) => importHosts(ctx, csvFile(text));

const register = (ctx: Context, fields: Partial<Host>) =>
  registerHost(ctx, registerHostInput.parse({ os: "linux", environment: "prod", ...fields }));

async function find(
  ctx: Context,
  hostname: string,
  environment: Host["environment"] = "prod",
): Promise<Host | undefined> {
  const isIt = and(eq(hosts.hostname, hostname), eq(hosts.environment, environment));
  const [host] = await ctx.db.select(hostColumns).from(hosts).where(isIt);
  return host;
}

const eventsOf = (ctx: Context, batchId: string) =>
  ctx.db.select().from(auditEvents).where(eq(auditEvents.batchId, batchId)).orderBy(auditEvents.id);

describe("importing new hosts", () => {
  it("registers them with the defaults, an event each and one of the import", () =>
    withContext(async (ctx) => {
      const text = `${required},criticality,tags,notes\nWEB-1,10.0.0.1,linux,prod,,pci k8s,"two\nlines"\nweb-1,10.0.0.1,linux,dev,high,,\n`;
      const result = await importHosts(ctx, csvFile(text, "estate.csv"));
      expect(result).toMatchObject({ created: 2, updated: 0, unchanged: 0, rejected: [], rejectedCount: 0 });

      const host = await find(ctx, "web-1");
      expect(host).toMatchObject({
        criticality: "medium",
        tags: ["pci", "k8s"],
        notes: "two\nlines",
        sshPort: 22,
        version: 1,
      });
      expect(await find(ctx, "web-1", "dev")).toMatchObject({ criticality: "high", tags: [], notes: null });
      expect(await eventsOf(ctx, result.batchId)).toEqual([
        expect.objectContaining({
          action: "host.registered",
          subjectId: host?.id,
          subjectLabel: "web-1",
          before: null,
          after: expect.objectContaining({ hostname: "web-1", tags: ["pci", "k8s"], owner: null }),
        }),
        expect.objectContaining({ action: "host.registered", after: expect.objectContaining({ environment: "dev" }) }),
        expect.objectContaining({
          action: "hosts.imported",
          subjectType: "import",
          subjectId: result.batchId,
          subjectLabel: "estate.csv",
          after: { created: 2, updated: 0, unchanged: 0, rejected: 0 },
        }),
      ]);
    }));

  it.each([
    ["UTF-8", (text: string) => Buffer.from(text)],
    ["UTF-8 with a byte order mark", (text: string) => Buffer.from(`\uFEFF${text}`)],
    ["UTF-16 little-endian", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16 big-endian", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
  ])("reads %s with commas and with semicolons", (_name, encode) =>
    withContext(async (ctx) => {
      for (const [delimiter, hostname] of [
        [",", "web-1"],
        [";", "web-2"],
      ] as const) {
        const rows = [
          ["owner", "hostname", "ip", "os", "environment"],
          ["é.dubois 陈", hostname, hostname === "web-1" ? "10.0.0.1" : "10.0.0.2", "linux", "prod"],
        ];
        const text = rows.map((cells) => cells.join(delimiter)).join("\r\n");
        expect(await importHosts(ctx, csvFile(encode(text)))).toMatchObject({ created: 1, rejectedCount: 0 });
        expect(await find(ctx, hostname)).toMatchObject({ owner: "é.dubois 陈" });
      }
    }),
  );
});

describe("importing hosts that exist", () => {
  it("changes the columns of the file, clears what is empty and leaves what is absent", () =>
    withContext(async (ctx) => {
      const before = await register(ctx, {
        hostname: "web-1",
        ip: "10.0.0.1",
        owner: "a.nowak",
        team: "platform",
        criticality: "high",
        tags: ["pci"],
        sshPort: 2_222,
      });
      const text = `${required},owner,criticality,tags,ssh_port\nweb-1,10.0.0.1,windows,prod,,,blue green,\n`;
      const result = await importText(ctx, text);
      expect(result).toMatchObject({ created: 0, updated: 1, unchanged: 0, rejectedCount: 0 });

      expect(await find(ctx, "web-1")).toEqual({
        ...before,
        os: "windows",
        owner: null,
        criticality: "medium",
        tags: ["blue", "green"],
        sshPort: 22,
        version: 2,
        updatedAt: expect.any(String),
      });
      const [event] = await eventsOf(ctx, result.batchId);
      expect(event).toMatchObject({ action: "host.updated", subjectId: before.id });
      expect(event?.before).toEqual({
        os: "linux",
        owner: "a.nowak",
        criticality: "high",
        tags: ["pci"],
        sshPort: 2_222,
      });
      expect(event?.after).toEqual({
        os: "windows",
        owner: null,
        criticality: "medium",
        tags: ["blue", "green"],
        sshPort: 22,
      });
    }));

  it("tells who leaves service and who comes back", () =>
    withContext(async (ctx) => {
      await register(ctx, { hostname: "web-1", ip: "10.0.0.1" });
      await register(ctx, { hostname: "web-2", ip: "10.0.0.2", status: "retired" });
      const text = `${required},status\nweb-1,10.0.0.1,linux,prod,retired\nweb-2,10.0.0.2,linux,prod,active\n`;
      const result = await importText(ctx, text);
      expect(result).toMatchObject({ created: 0, updated: 2, unchanged: 0 });
      const actions = (await eventsOf(ctx, result.batchId)).map(({ action }) => action);
      expect(actions).toEqual(["host.retired", "host.brought-back", "hosts.imported"]);
    }));

  it("writes nothing for those that are as the file says, but the event of the import", () =>
    withContext(async (ctx) => {
      const before = await register(ctx, { hostname: "web-1", ip: "2001:db8::1", notes: "=1+1" });
      const result = await importText(ctx, `${required},notes\nWeb-1, 2001:DB8:0::1 ,linux,prod,'=1+1\n`);
      expect(result).toMatchObject({ created: 0, updated: 0, unchanged: 1, rejectedCount: 0 });
      expect(await find(ctx, "web-1")).toEqual(before);
      expect((await eventsOf(ctx, result.batchId)).map(({ action }) => action)).toEqual(["hosts.imported"]);
    }));

  it("gives a repeated request the answer of the first, whatever was rejected", () =>
    withContext(async (ctx) => {
      const idempotent = { ...ctx, idempotency: { key: "k", fingerprint: new Uint8Array(32) } };
      const text = `${required}\nweb-1,10.0.0.1,linux,prod\nweb\u0000-2,10.0.0.2,linux,prod\n`;
      const first = await importText(idempotent, text);
      expect(first).toMatchObject({ created: 1, rejected: [{ record: 2, line: 3, column: "hostname" }] });
      expect(await importText(idempotent, text)).toEqual(first);
      expect((await eventsOf(ctx, first.batchId)).length).toBe(2);
    }));
});

describe("what an import refuses", () => {
  it("reports every fault of every record, in the file's order", () =>
    withContext(async (ctx) => {
      const records = [
        'web-1,10.0.0.1,linux,prod,22,"fine\nbut long"',
        "",
        "-web,10.0.0,solaris,prod,70000,",
        'web-2,10.0.0.2,linux,prod,22,6" disk',
        "web-3,10.0.0.3,linux,prod",
        "web-1,10.0.0.1,linux,prod,0,",
        "web-4,10.0.0.4,linux,prod,22,",
      ];
      const { rejected, ...counts } = await importText(ctx, `${required},ssh_port,notes\n${records.join("\n")}`);
      expect(counts).toMatchObject({ created: 2, rejectedCount: 4 });
      expect(rejected.map((fault) => Object.values(fault))).toEqual([
        [2, 5, "hostname", "-web", "use a-z, 0-9 and hyphens inside"],
        [2, 5, "ip", "10.0.0", "not an IPv4 or IPv6 address"],
        [2, 5, "os", "solaris", "use linux, windows, or macos"],
        [2, 5, "ssh_port", "70000", "must be 1 to 65535"],
        [3, 6, "notes", '6"', 'has a quote: quote the whole cell and write "" inside'],
        [4, 7, "ssh_port", "", "the record has 4 cells, the header 6"],
        [5, 8, "hostname", "web-1", "repeats record 1 in prod"],
        [5, 8, "ssh_port", "0", "must be 1 to 65535"],
      ]);
    }));

  it("takes a record for repeated although the first of its name is faulty", () =>
    withContext(async (ctx) => {
      const text = `${required},ssh_port\nweb-1,10.0.0.1,linux,prod,0\nWEB-1,10.0.0.1,linux,prod,22\nweb-1,10.0.0.1,linux,dev,22\n`;
      const { rejected, created } = await importText(ctx, text);
      expect(rejected).toMatchObject([
        { record: 1, column: "ssh_port" },
        { record: 2, reason: "repeats record 1 in prod" },
      ]);
      expect(created).toBe(1);
    }));

  it("answers with the first 1,000 faults and the count of all", () =>
    withContext(async (ctx) => {
      const faulty = Array.from({ length: 2_500 }, (_, index) => `web-${index},nowhere,linux,prod\n`);
      const result = await importText(ctx, `${required}\n${faulty.join("")}`);
      expect(result.rejectedCount).toBe(2_500);
      expect(result.rejected.map(({ record }) => record)).toEqual(
        Array.from({ length: 1_000 }, (_, index) => index + 1),
      );
    }));

  it.each([
    ["", "The file is empty."],
    ["\n\n", "The file is empty."],
    [`${required}\n`, "The file has columns, but no records."],
    ["hostname,ip,os,env\nweb-1,10.0.0.1,linux,prod\n", /missing: environment; unknown: env/],
    [`${required}\nweb-1,10.0.0.1,linux,"prod\n`, "Line 2: A quoted cell is not closed."],
  ])("refuses the file %j", (text, message) =>
    withContext(async (ctx) => {
      await expect(importText(ctx, text)).rejects.toThrow(message);
      await expect(importText(ctx, text)).rejects.toMatchObject({ code: "invalid" });
      expect(await ctx.db.$count(auditEvents)).toBe(0);
    }),
  );

  it.each(["viewer", "auditor"] as const)("refuses a role that may not write, before it reads anything: %s", (role) =>
    withContext(async (ctx) => {
      const file = {
        open: () => {
          throw new Error("was read");
        },
      };
      await expect(importHosts(ctx, file)).rejects.toMatchObject({ code: "forbidden" });
    }, actors[role]),
  );
});
