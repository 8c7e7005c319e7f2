import { describe, expect, it } from "vitest";
import type { Context } from "@/server/domain/context";
import { withContext } from "@/server/test/database";
import { registerHost } from "./mutations";
import { countHosts, getHost, listHosts } from "./queries";
import * as schema from "./schema";

const estate = [
  {
    hostname: "web-1",
    ip: "10.0.0.1",
    os: "linux",
    environment: "prod",
    criticality: "critical",
    team: "Zürich",
    owner: "50% ops",
    tags: ["web", "edge"],
  },
  {
    hostname: "web-2",
    ip: "10.0.0.2",
    os: "linux",
    environment: "stage",
    criticality: "low",
    owner: "Åsa Öberg",
    fqdn: "web-2.example.net",
  },
  {
    hostname: "db-1",
    ip: "fd00::db:1",
    os: "windows",
    environment: "prod",
    criticality: "high",
    status: "maintenance",
    notes: "rack_7\nsecond line",
  },
  {
    hostname: "mac-1",
    ip: "192.168.7.1",
    os: "macos",
    environment: "dev",
    status: "retired",
    notes: "rackX7, back\\slash 50 percent",
  },
];

const withEstate = (body: (ctx: Context) => Promise<void>) =>
  withContext(async (ctx) => {
    for (const host of estate) await registerHost(ctx, schema.registerHost.parse(host));
    await body(ctx);
  });
const namesOf = async (ctx: Context, query: object) => {
  const { items } = await listHosts(ctx, schema.listHosts.parse(query));
  return items.map(({ hostname }) => hostname);
};

describe("the list of hosts", () => {
  it.each([
    ["hostname", "WEB-1", ["web-1"]],
    ["fqdn", "2.example", ["web-2"]],
    ["ip", "192.168", ["mac-1"]],
    ["ip", "fd00::db", ["db-1"]],
    ["owner", "åsa", ["web-2"]],
    ["owner", "ÖBERG", ["web-2"]],
    ["team", "ZÜR", ["web-1"]],
    ["notes", "second line", ["db-1"]],
    ["tags", "web", ["web-1", "web-2"]],
    ["owner, with a percent sign that is one", "50%", ["web-1"]],
    ["notes, with an underscore that is one", "rack_7", ["db-1"]],
    ["notes, with a backslash that is one", "back\\slash", ["mac-1"]],
    ["several words, which may be anywhere", "öberg  web", ["web-2"]],
    ["several words, which must all be there", "öberg mac", []],
    ["no two fields at once", "web-110.0", []],
    ["what is nowhere", "%%%", []],
  ])("is searched by %s (%s)", (_, q, names) =>
    withEstate(async (ctx) => expect(await namesOf(ctx, { q })).toEqual(names)),
  );

  it.each([
    [{ environment: ["prod"] }, ["db-1", "web-1"]],
    [{ environment: ["dev", "stage"] }, ["mac-1", "web-2"]],
    [{ criticality: ["medium"] }, ["mac-1"]],
    [{ criticality: ["high", "critical"] }, ["db-1", "web-1"]],
    [{ os: ["linux"] }, ["web-1", "web-2"]],
    [{ status: ["retired"] }, ["mac-1"]],
    [{ status: ["active", "maintenance"] }, ["db-1", "web-1", "web-2"]],
    [{ team: ["Zürich"] }, ["web-1"]],
    [{ team: ["zürich"] }, []],
    [{ owner: ["50% ops", "Åsa Öberg", "nobody"] }, ["web-1", "web-2"]],
    [{ tag: ["edge"] }, ["web-1"]],
    [{ tag: ["web", "edge"] }, ["web-1"]],
    [{ tag: ["web", "db"] }, []],
    [{ tag: ["ed"] }, []],
    [{ cidr: "10.0.0.0/8" }, ["web-1", "web-2"]],
    [{ cidr: "10.0.0.77/24" }, ["web-1", "web-2"]],
    [{ cidr: "10.0.0.0/31" }, ["web-1"]],
    [{ cidr: "10.0.0.2" }, ["web-2"]],
    [{ cidr: "::ffff:10.0.0.2" }, ["web-2"]],
    [{ cidr: "10.0.0.3" }, []],
    [{ cidr: "0.0.0.0/0" }, ["mac-1", "web-1", "web-2"]],
    [{ cidr: "::/0" }, ["db-1"]],
    [{ cidr: "fd00::/8" }, ["db-1"]],
    [{ cidr: "FD00::DB:0/112" }, ["db-1"]],
    [{ cidr: "fd00::db:1/128" }, ["db-1"]],
    [{ os: ["linux"], environment: ["prod"], q: "web" }, ["web-1"]],
    [{ os: ["windows"], environment: ["dev"] }, []],
  ])("is filtered by %j, and counted alike", (filter, names) =>
    withEstate(async (ctx) => {
      expect(await namesOf(ctx, filter)).toEqual(names);
      const count = await countHosts(ctx, schema.hostFilter.parse(filter));
      expect(count).toEqual({ count: names.length, isExact: true });
    }),
  );

  it.each([
    ["criticality", ["web-1", "db-1", "mac-1", "web-2"]],
    ["-criticality", ["web-2", "mac-1", "db-1", "web-1"]],
    ["environment", ["prod", "prod", "stage", "dev"]],
    ["ip", ["web-1", "web-2", "mac-1", "db-1"]],
    ["-team", ["web-1"]],
  ])("is sorted by %s in the order of its meaning", (sort, expected) =>
    withEstate(async (ctx) => {
      const { items } = await listHosts(ctx, schema.listHosts.parse({ sort }));
      const shown = items.map(({ hostname, environment }) => (sort === "environment" ? environment : hostname));
      expect(shown.slice(0, expected.length)).toEqual(expected);
    }),
  );

  it("shows a host as it is read alone, and 50 unless told", () =>
    withEstate(async (ctx) => {
      const { items, nextCursor } = await listHosts(ctx, schema.listHosts.parse({}));
      expect(nextCursor).toBeNull();
      for (const host of items) expect(schema.host.parse(host)).toEqual(await getHost(ctx, host));
      const number = (at: number) => ({ ...estate[0], hostname: `many-${at}`, ip: `10.1.0.${at}` });
      for (let at = 0; at < 50; at++) await registerHost(ctx, schema.registerHost.parse(number(at)));
      const page = await listHosts(ctx, schema.listHosts.parse({}));
      expect([page.items.length, typeof page.nextCursor]).toEqual([50, "string"]);
    }));
});
