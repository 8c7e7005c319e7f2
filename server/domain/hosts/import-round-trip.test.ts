import { stringify } from "csv-stringify/sync";
import { asc } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { environments } from "@/db/enums";
import { hosts } from "@/db/schema";
import type { Context } from "@/server/domain/context";
import { writeRow } from "@/server/domain/host-csv/row";
import { columns, fieldOf } from "@/server/domain/host-csv/schema";
import { anyHosts } from "@/server/test/any-register";
import { csvFile } from "@/server/test/csv-file";
import { withContext } from "@/server/test/database";
import { importHosts } from "./import";
import type { RegisterHost } from "./schema";

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
        // A CSV has no column for the template.
        const wanted = generated.map((host) => ({ ...host, sshTemplate: null }));
        expect(await stored(ctx)).toEqual(wanted.toSorted(byName));
        expect(await importHosts(ctx, csvFile(csv))).toMatchObject({ unchanged: generated.length });
      });
    }),
    { numRuns: 40 },
  );
});
