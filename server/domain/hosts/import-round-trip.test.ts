import { stringify } from "csv-stringify/sync";
import { asc } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { connectionMethods, criticalities, environments, hostStatuses, operatingSystems } from "@/db/enums";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { columns, fieldOf } from "@/server/domain/host-csv/columns";
import { writeRow } from "@/server/domain/host-csv/row";
import { csvFile } from "@/server/test/csv-file";
import { withContext } from "@/server/test/database";
import { importHosts } from "./import";
import { type RegisterHost, registerHost } from "./schema";

const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,9}[a-z0-9])?(\.[a-z]{1,5})?$/);
const port = fc.integer({ min: 1, max: 65_535 });
const awkward = fc.constantFrom("'", '"', "=", "-", "@", ",", ";", "\n", "\t", " ", "é", "陈", "😀", "\\", "x");
const anyText = fc.oneof(fc.string({ unit: awkward, maxLength: 20 }), fc.string({ unit: "grapheme", maxLength: 20 }));
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const anyHost = fc
  .record({
    hostname: name,
    ip: fc.oneof(fc.ipV4(), fc.ipV6()),
    fqdn: maybe(name),
    os: fc.constantFrom(...operatingSystems),
    environment: fc.constantFrom(...environments),
    owner: maybe(anyText),
    team: maybe(anyText),
    criticality: fc.constantFrom(...criticalities),
    status: fc.constantFrom(...hostStatuses),
    tags: fc.array(fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N}_.:/=-]{0,5}$/u), { maxLength: 4 }),
    notes: maybe(anyText),
    connectionMethod: fc.constantFrom(...connectionMethods),
    sshUser: maybe(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,9}$/)),
    sshPort: port,
    bastionHost: maybe(fc.oneof(name, fc.ipV6())),
    bastionPort: maybe(port),
  })
  .map((fields) => registerHost.safeParse(fields).data)
  .filter((host) => host !== undefined);

const anyHosts = fc.uniqueArray(anyHost, {
  minLength: 1,
  maxLength: 12,
  comparator: (one, other) =>
    one.environment === other.environment && (one.hostname === other.hostname || one.ip === other.ip),
});

const fields = [...Object.values(fieldOf), "sshTemplate"] as const;

/** The hosts as they are, without what only the database says of them. */
async function stored(ctx: Context): Promise<unknown[]> {
  const rows = await ctx.db.select().from(hosts).orderBy(asc(hosts.environment), asc(hosts.hostname));
  return rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])));
}

const byName = (one: RegisterHost, other: RegisterHost) =>
  environments.indexOf(one.environment) - environments.indexOf(other.environment) ||
  Buffer.compare(Buffer.from(one.hostname), Buffer.from(other.hostname));

it("gives back any hosts that are written as CSV, and changes nothing the second time", async () => {
  await fc.assert(
    fc.asyncProperty(anyHosts, fc.constantFrom(",", ";"), fc.boolean(), async (generated, delimiter, isQuoted) => {
      const csv = stringify([columns, ...generated.map(writeRow)], { delimiter, quoted: isQuoted });
      await withContext(async (ctx) => {
        expect(await importHosts(ctx, csvFile(csv))).toMatchObject({ created: generated.length, rejected: [] });
        expect(await stored(ctx)).toEqual(generated.toSorted(byName));
        expect(await importHosts(ctx, csvFile(csv))).toMatchObject({ unchanged: generated.length });
      });
    }),
    { numRuns: 40 },
  );
});
