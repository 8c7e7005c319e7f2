import { describe, expect, it } from "vitest";
import type { Environment, HostStatus } from "@/db/enums";
import { namedHosts, placesIn } from "./named";

const host = (id: string, environment: Environment, ip: string, status: HostStatus = "active") => ({
  ...{ id, environment, ip, status },
  hostname: id.split("/")[0]!,
  fqdn: `${id.split("/")[0]}.example.net`,
});
const inventory = [
  host("web-1", "prod", "10.0.0.1"),
  host("web-1/dev", "dev", "10.1.0.1"),
  host("db-1", "prod", "10.0.0.2"),
  host("db-2", "prod", "fd00::2"),
  host("old-1", "prod", "10.0.0.3", "retired"),
  host("new-1", "prod", "10.0.0.3"),
  host("gone-1", "prod", "10.0.0.4", "retired"),
];

describe("the host of an alert", () => {
  it.each([
    ["a hostname", { hostname: "db-1" }, ["db-1"]],
    ["a name in capitals, with its dot", { host: "DB-1.Example.NET." }, ["db-1"]],
    ["a name with a port", { instance: "db-1:9100" }, ["db-1"]],
    ["an address with a port", { instance: "10.0.0.2:9100" }, ["db-1"]],
    ["an address of IPv6", { instance: "[FD00:0::2]:9100" }, ["db-2"]],
    ["one without brackets", { instance: "fd00::2" }, ["db-2"]],
    ["a URL", { instance: "https://db-1.example.net:8443/health?x=1" }, ["db-1"]],
    ["a name of prod", { hostname: "web-1", environment: "production" }, ["web-1"]],
    ["a name of dev", { hostname: "web-1", env: "dev" }, ["web-1/dev"]],
    ["a name that two have", { hostname: "web-1" }, ["web-1", "web-1/dev"]],
    ["a name that two have, and an address", { hostname: "web-1", instance: "10.1.0.1:9100" }, ["web-1/dev"]],
    ["a name in an environment that has none of it", { hostname: "db-1", env: "dev" }, []],
    ["a name in an environment that nobody knows", { hostname: "db-1", env: "blue" }, ["db-1"]],
    ["an address that a retired host had before", { instance: "10.0.0.3:9100" }, ["new-1"]],
    ["the address of a retired host", { instance: "10.0.0.4:9100" }, ["gone-1"]],
    ["a name that nobody has", { hostname: "web-9" }, []],
    ["nothing", { job: "node" }, []],
    ["nothing but noise", { instance: "://", hostname: "", host: ":9100" }, []],
  ])("is found by %s", (_, labels, ids) => {
    expect(namedHosts(labels as Record<string, string>, inventory).map(({ id }) => id)).toEqual(ids);
  });

  it("is looked for by each place once", () => {
    expect(placesIn({ hostname: "web-1", host: "WEB-1", instance: "web-1:9100" })).toEqual(["web-1"]);
  });
});
