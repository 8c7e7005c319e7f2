import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registerHost } from "@/server/domain/hosts/schema";
import { type EstateHost, estate } from "./estate";

const now = new Date("2026-11-20T12:00:00.000Z");
const made = (hosts: number, seed: number) => [...estate({ hosts, seed, now })];
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

const said = ({ createdAt, updatedAt, lastSeenAt, ...host }: EstateHost) => host;

/** How many different values hosts have of what a function takes from them. */
const distinct = (hosts: EstateHost[], value: (host: EstateHost) => string) => new Set(hosts.map(value)).size;

describe("an estate", () => {
  it("follows from its seed, and begins with the smaller one", () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), fc.nat(300), (seed, smaller, more) => {
        expect(made(smaller + more, seed).slice(0, smaller)).toEqual(made(smaller, seed));
      }),
      { numRuns: 20 },
    );
    expect(made(50, 1)).not.toEqual(made(50, 2));
  });

  it("has hosts that the register takes as they are", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const host of made(200, seed).map(said)) expect(registerHost.parse(host)).toEqual(host);
      }),
      { numRuns: 50 },
    );
  });

  it("has no name twice, and no address twice in an environment", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const hosts = made(3_000, seed);
        expect(distinct(hosts, ({ hostname }) => hostname)).toBe(hosts.length);
        expect(distinct(hosts, ({ environment, ip }) => `${environment} ${ip}`)).toBe(hosts.length);
      }),
      { numRuns: 20 },
    );
  });

  it("stays unique where it is large", () => {
    const [names, addresses] = [new Set<string>(), new Set<string>()];
    for (const { hostname, environment, ip } of estate({ hosts: 300_000, seed: 1, now })) {
      names.add(hostname);
      addresses.add(`${environment} ${ip}`);
    }
    expect([names.size, addresses.size]).toEqual([300_000, 300_000]);
  });

  it("is of all kinds, with gaps and a past", () => {
    const hosts = made(2_000, 7);
    for (const field of ["environment", "criticality", "os", "status", "connectionMethod"] as const) {
      expect(distinct(hosts, (host) => host[field])).toBeGreaterThanOrEqual(3);
    }
    for (const field of ["fqdn", "team", "owner", "notes", "bastionHost", "lastSeenAt"] as const) {
      const countEmpty = hosts.filter((host) => host[field] === null).length;
      expect(countEmpty).toBeGreaterThan(0);
      expect(countEmpty).toBeLessThan(hosts.length);
    }
    expect(hosts.filter(({ ip }) => ip.includes(":")).length).toBeGreaterThan(20);
    for (const { createdAt, updatedAt, lastSeenAt } of hosts) {
      expect(createdAt <= updatedAt && updatedAt <= now.toISOString()).toBe(true);
      if (lastSeenAt) expect(createdAt <= lastSeenAt && lastSeenAt <= now.toISOString()).toBe(true);
    }
  });
});
