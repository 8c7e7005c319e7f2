import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Db } from "@/db/connect";
import { withContext } from "@/server/test/database";
import { canonicalAddress, ipAddress } from "./schema";

const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
const groups = fc.array(fc.oneof(fc.constant("0"), fc.constant("ffff"), group), { minLength: 8, maxLength: 8 });
const padded = groups.map((all) => all.map((each) => each.padStart(4, "0")).join(":"));
const endingInIpv4 = fc.tuple(groups, fc.ipV4()).map(([all, ipv4]) => [...all.slice(0, 6), ipv4].join(":"));
const short = fc.tuple(fc.constantFrom("::", "::ffff:", "::ffff:0:", "64:ff9b::", "::1:"), fc.oneof(fc.ipV4(), group));
const mapped = fc.tuple(fc.constantFrom("::ffff:", "0:0:0:0:0:FFFF:", "0000::ffff:"), fc.ipV4());
const spelled = fc
  .oneof(
    fc.ipV4(),
    fc.ipV6(),
    padded,
    groups.map((all) => all.join(":")),
    endingInIpv4,
    short.map((parts) => parts.join("")),
  )
  .chain((text) => fc.constantFrom(text, text.toUpperCase(), ` ${text} `));

/** What PostgreSQL makes of addresses, all with one statement. */
async function asPostgres(db: Db, addresses: string[]): Promise<string[]> {
  const rows = await db.execute<{ text: string }>(sql`
    select host(trim(value)::inet) as text
    from jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb) with ordinality as given (value, place) order by place`);
  return rows.map(({ text }) => text);
}

describe("canonicalAddress", () => {
  it("spells every address as PostgreSQL does", () =>
    withContext(async ({ db }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(spelled, { minLength: 100, maxLength: 200 }), async (addresses) => {
          const own = addresses.map((address) => canonicalAddress(address)!);
          const theirs = await asPostgres(db as Db, addresses);
          expect(own).toEqual(theirs.map((address) => address.replace(/^::ffff:(?=\d+\.)/, "")));
        }),
        { numRuns: 30 },
      );
    }));

  it("makes an IPv4 address within an IPv6 one the IPv4 address that it means", () => {
    fc.assert(
      fc.property(mapped, ([prefix, ipv4]) => {
        expect(canonicalAddress(prefix + ipv4)).toBe(ipv4);
      }),
    );
    expect(canonicalAddress("::ffff:a00:1")).toBe("10.0.0.1");
  });

  it.each([
    "",
    "10.0.0",
    "10.0.0.1/8",
    "10.0.0.256",
    "010.0.0.1",
    "::1::",
    "fe80::1%eth0",
    "[::1]",
    "1:2:3:4:5:6:7:8:9",
    "localhost",
    "::ffff:10.0.0",
  ])("is undefined for %j, which is no address", (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
    expect(ipAddress.safeParse(text).error?.issues[0]?.message).toBe("Not an IPv4 or IPv6 address.");
  });

  it("takes nothing that PostgreSQL does not", () =>
    withContext(async ({ db }) => {
      const almost = fc.string({ unit: fc.constantFrom(...Array.from("0123456789abcdefF:. /%")) });
      const taken = fc.sample(fc.oneof(almost, spelled), 5_000).filter((text) => canonicalAddress(text) !== undefined);
      expect(await asPostgres(db as Db, taken)).toHaveLength(taken.length);
    }));
});
