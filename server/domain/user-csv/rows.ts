import type * as z from "zod";
import type { TextSource } from "@/server/domain/csv/decode";
import { countFault, type Fault, type Reject, schemaFaults } from "@/server/domain/csv/faults";
import { unquoteFormula } from "@/server/domain/csv/formula-quote";
import { readHeader } from "@/server/domain/csv/header";
import { readTable } from "@/server/domain/csv/table";
import { invalid } from "@/server/domain/errors";
import { numbers } from "@/server/domain/numbers";
import { shortened } from "@/server/domain/text/shortened";
import { createUser } from "@/server/domain/users/schema";

const wantedUser = createUser.partial({ name: true, role: true });
type Column = keyof z.infer<typeof wantedUser>;

/** What a record says of a user. What it does not say stays as it is, and is the default for a new user. */
export type WantedUser = z.infer<typeof wantedUser>;

/** The good records of a file, and the faults of the others. */
export type UserRows = { wanted: WantedUser[]; rejected: Reject[] };

const columns = { known: ["email", "name", "role"], required: ["email"] } satisfies {
  known: Column[];
  required: Column[];
};
const readUserHeader = (cells: readonly string[]) => readHeader<Column>(cells, columns);
const { maxImportRows } = numbers.users;

/**
 * Reads a CSV file of users. A record whose e-mail address an earlier one has is rejected, also where that one has faults.
 * Throws `invalid` for a file that cannot be read, lacks columns, or is longer than `numbers.users.maxImportRows`.
 */
export async function readUsers(source: TextSource): Promise<UserRows> {
  const read: UserRows = { wanted: [], rejected: [] };
  const recordOf = new Map<string, number>();
  for await (const { record, line, fault, ...row } of readTable(source, readUserHeader)) {
    if (record > maxImportRows) throw tooLong();
    const { wanted, faults } = fault ? { wanted: null, faults: [fault] } : readRow(row.columns, row.cells);
    const address = wanted?.email ?? addressIn(row.columns, row.cells);
    const repeated = address === undefined ? [] : repeatedFault(address, record, recordOf);
    if (wanted && repeated.length === 0) read.wanted.push(wanted);
    read.rejected.push(...[...repeated, ...faults].map((each) => ({ record, line, ...each })));
  }
  return read;
}

function tooLong() {
  const message = `At most ${maxImportRows} records. Cut the file into several.`;
  return invalid(message, [{ path: "file", message }]);
}

type Reading = { wanted: WantedUser; faults: Fault[] } | { wanted: null; faults: Fault[] };

/** An empty cell says nothing, because a user cannot be without a name or a role. */
function readRow(names: readonly Column[], cells: readonly string[]): Reading {
  const miscount = countFault({ columns: names, cells });
  if (miscount) return { wanted: null, faults: [miscount] };
  const said = names.map((name, index) => [name, unquoteFormula(cells[index] ?? "").trim()] as const);
  const input = Object.fromEntries(said.filter(([, text]) => text !== ""));
  const parsed = wantedUser.safeParse(input);
  if (parsed.success) return { wanted: parsed.data, faults: [] };
  return { wanted: null, faults: schemaFaults(parsed.error, { columns: names, cells }, input, (name) => name) };
}

/** The address of a record that has faults elsewhere. */
function addressIn(names: readonly Column[], cells: readonly string[]): string | undefined {
  if (cells.length !== names.length) return undefined;
  return createUser.shape.email.safeParse(unquoteFormula(cells[names.indexOf("email")] ?? "")).data;
}

/** The first record of an address takes it, in whatever capitals the next ones have it. */
function repeatedFault(address: string, record: number, recordOf: Map<string, number>): Fault[] {
  const earlier = recordOf.get(address.toLowerCase());
  if (earlier !== undefined)
    return [{ column: "email", value: shortened(address), reason: `repeats record ${earlier}` }];
  recordOf.set(address.toLowerCase(), record);
  return [];
}
