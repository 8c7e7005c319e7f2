import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AddressClaims } from "./address-claims";

type Wish = { hostname: string; address: string };

/** Tells the claims what the records of a file want, as an import does. Gives who has which address then, and who lost to whom. */
function settle(before: ReadonlyMap<string, string>, wishes: readonly Wish[]) {
  const claims = new AddressClaims();
  const holders = new Map([...before].map(([hostname, address]) => [address, hostname]));
  const lost = new Map<string, string>();
  for (const [index, { hostname, address }] of wishes.entries()) {
    const claimant = { hostname, record: index + 1, line: index + 2, value: address };
    const winner = claims.claim(address, claimant, holders.get(address));
    const current = before.get(hostname);
    if (winner !== undefined) lost.set(hostname, winner);
    else if (current !== undefined && current !== address) claims.leave(hostname, current);
  }
  for (const { claimant, takenBy } of claims.lostClaims()) lost.set(claimant.hostname, takenBy);
  const granted = wishes.filter(({ hostname }) => !lost.has(hostname));
  const after = new Map([...before, ...granted.map(({ hostname, address }) => [hostname, address] as const)]);
  return { after, lost };
}

const database = (hosts: Record<string, string>) => new Map(Object.entries(hosts));
const wishes = (hosts: Record<string, string>) =>
  Object.entries(hosts).map(([hostname, address]) => ({ hostname, address }));
const lostIn = (before: Record<string, string>, wanted: Record<string, string>) =>
  Object.fromEntries(settle(database(before), wishes(wanted)).lost);

describe("AddressClaims", () => {
  it("lets hosts swap addresses in a ring", () => {
    expect(lostIn({ a: "1", b: "2", c: "3" }, { a: "2", b: "3", c: "1" })).toEqual({});
  });

  it("keeps an address for the host that has it and stays", () => {
    expect(lostIn({ a: "1" }, { b: "1" })).toEqual({ b: "a" });
    expect(lostIn({ a: "1" }, { b: "1", a: "1" })).toEqual({ b: "a" });
    expect(lostIn({ a: "1" }, { a: "1", b: "1" })).toEqual({ b: "a" });
  });

  it("gives an address that becomes free to the first that wants it", () => {
    expect(lostIn({ a: "1" }, { b: "1", c: "1", a: "2" })).toEqual({ c: "b" });
  });

  it("gives a free address to the first that wants it", () => {
    expect(lostIn({}, { b: "1", c: "1" })).toEqual({ c: "b" });
  });

  it("refuses a whole chain where the last host cannot move", () => {
    expect(lostIn({ a: "1", b: "2", c: "3", d: "4" }, { a: "2", b: "3", c: "4" })).toEqual({ a: "b", b: "c", c: "d" });
    expect(lostIn({ a: "1", b: "2", c: "3", d: "4" }, { c: "4", b: "3", a: "2" })).toEqual({ a: "b", b: "c", c: "d" });
  });

  it("never gives an address twice, refuses only what is taken in the end, and names who has it", () => {
    const names = fc.stringMatching(/^[a-h]$/);
    const addresses = fc.stringMatching(/^[1-8]$/);
    const pairs = (selector: (wish: Wish) => string) =>
      fc.uniqueArray(fc.record({ hostname: names, address: addresses }), { selector });
    const hosts = pairs(({ hostname }) => hostname).map((rows) => {
      const byAddress = new Map(rows.map(({ hostname, address }) => [address, hostname]));
      return new Map([...byAddress].map(([address, hostname]) => [hostname, address]));
    });
    fc.assert(
      fc.property(
        hosts,
        pairs(({ hostname }) => hostname),
        (before, wanted) => {
          const { after, lost } = settle(before, wanted);
          expect(new Set(after.values()).size).toBe(after.size);
          for (const { hostname, address } of wanted) {
            const takenBy = lost.get(hostname);
            expect(after.get(takenBy ?? hostname)).toBe(address);
            if (before.get(hostname) === address) expect(takenBy).toBeUndefined();
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
