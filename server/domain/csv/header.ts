import { invalid } from "@/server/domain/errors";
import { shortened } from "@/server/domain/text/shortened";

/** The columns that a kind of file may have, in the order of an export, and those that it must have. */
export type Columns<Name extends string> = { known: readonly Name[]; required: readonly Name[] };

/**
 * The columns that the header of a file names, in its order. Throws `invalid` naming every one that is required and missing,
 * unknown, or there more than once.
 */
export function readHeader<Name extends string>(cells: readonly string[], { known, required }: Columns<Name>): Name[] {
  const isKnown = (name: string): name is Name => (known as readonly string[]).includes(name);
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !isKnown(name)).map((name) => shortened(name) || "(no name)");
  const repeated = known.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const errors = [
    ...missing.map((path) => ({ path, message: "This column is required." })),
    ...unknown.map((path) => ({ path, message: "There is no such column." })),
    ...repeated.map((path) => ({ path, message: "This column is there more than once." })),
  ];
  if (errors.length === 0) return names.filter(isKnown);
  const faults = Object.entries({ missing, unknown, repeated })
    .filter(([, faulty]) => faulty.length > 0)
    .map(([fault, faulty]) => `${fault}: ${faulty.join(", ")}`);
  throw invalid(`The columns are not right (${faults.join("; ")}). The known ones are ${known.join(", ")}.`, errors);
}
