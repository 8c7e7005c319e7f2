import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { roles } from "@/db/enums";
import { users } from "@/db/schema";
import { quoteFormula } from "@/server/domain/csv/formula-quote";
import { csvFile } from "@/server/test/csv-file";
import { withContext } from "@/server/test/database";
import { addPerson } from "@/server/test/people";
import { importUsers } from "./import";

const address = fc.constantFrom("a@example.net", "A@Example.NET", "b@example.net", "c@example.org", "no address", "");
const awkward = fc.constantFrom("'", '"', "=", "-", ",", ";", "\n", "\t", " ", "é", "陈", "😀", "x");
const name = fc.string({ unit: awkward, maxLength: 8 });
const role = fc.constantFrom(...roles, "", "boss");
const record = fc.record({ email: address, name, role });
const columns = fc.constantFrom<("email" | "name" | "role")[]>(
  ["email", "name", "role"],
  ["role", "email"],
  ["name", "email"],
  ["email"],
);

it("changes nothing the second time, whatever the file", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), columns, async (records, header) => {
      // A line without anything is no record.
      fc.pre(records.every((each) => header.some((column) => each[column] !== "")));
      const rows = records.map((each) => header.map((column) => quoteFormula(each[column])));
      const file = csvFile(stringify([header, ...rows]));
      await withContext(async (ctx) => {
        await addPerson(ctx, { email: "b@example.net", name: "Bob", role: "operator" });
        await addPerson(ctx, { email: "c@example.org", name: "Cleo", role: "viewer", isInvited: true });
        const options = { dryRun: false };
        const first = await importUsers(ctx, file, options);
        const after = await ctx.db.select().from(users).orderBy(users.id);
        const second = await importUsers(ctx, file, options);
        expect(second).toMatchObject({ created: [], updated: [], rejected: first.rejected });
        expect(second.unchanged).toBe(first.created.length + first.updated.length + first.unchanged);
        expect(await ctx.db.select().from(users).orderBy(users.id)).toEqual(after);
      });
    }),
    { numRuns: 60 },
  );
});
