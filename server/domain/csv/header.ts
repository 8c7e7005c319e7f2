import { invalid } from "@/server/domain/errors";
import { shortened } from "@/server/domain/text/shortened";

/** The columns that a kind of file may have, in the order of an export, and those that it must have. */
export type Columns<Name extends string> = { known: readonly Name[]; required: readonly Name[] };

/** What somebody says that the headers of a file are; null for one to pass over. */
export type ColumnMapping<Name extends string> = Readonly<Record<string, Name | null>>;

export type Heading<Name extends string> = {
  /** The headers in the file's order, and the column that each is; null for what is passed over or unknown. */
  columns: { header: string; column: Name | null }[];
  missing: Name[];
  unknown: string[];
  /** Columns that more than one header is. */
  repeated: Name[];
};

/** Finds out what columns the header of a file names. Capitals, spaces, hyphens and underscores make no difference. */
export function recogniseHeader<Name extends string>(
  cells: readonly string[],
  { known, required }: Columns<Name>,
  mapping: ColumnMapping<Name> = {},
): Heading<Name> {
  const named = new Map(known.map((name) => [lettersOf(name), name]));
  const columns = cells.map((cell) => {
    const header = shortened(cell.trim());
    const isMapped = Object.hasOwn(mapping, header);
    return { header, column: (isMapped ? mapping[header] : named.get(lettersOf(cell))) ?? null, isMapped };
  });
  const found = columns.map(({ column }) => column);
  return {
    columns: columns.map(({ header, column }) => ({ header, column })),
    missing: required.filter((name) => !found.includes(name)),
    unknown: columns.filter(({ column, isMapped }) => column === null && !isMapped).map(({ header }) => header),
    repeated: known.filter((name) => found.indexOf(name) !== found.lastIndexOf(name)),
  };
}

const lettersOf = (name: string) => name.toLowerCase().replaceAll(/[\s_-]+/g, "");

/**
 * The columns that the header of a file names, in its order. Throws `invalid` naming every one that is required and missing,
 * unknown, or there more than once.
 */
export function readHeader<Name extends string>(cells: readonly string[], allowed: Columns<Name>): Name[] {
  const heading = recogniseHeader(cells, allowed);
  requireSound(heading, allowed);
  return heading.columns.map(({ column }) => column).filter((column) => column !== null);
}

/** Throws `invalid` naming every column that is required and missing, unknown, or there more than once. */
export function requireSound<Name extends string>(
  { missing, repeated, ...heading }: Omit<Heading<Name>, "columns">,
  { known }: Columns<Name>,
): void {
  const unknown = heading.unknown.map((header) => header || "(no name)");
  const errors = [
    ...missing.map((path) => ({ path, message: "This column is required." })),
    ...unknown.map((path) => ({ path, message: "There is no such column." })),
    ...repeated.map((path) => ({ path, message: "This column is there more than once." })),
  ];
  if (errors.length === 0) return;
  const faults = Object.entries({ missing, unknown, repeated })
    .filter(([, faulty]) => faulty.length > 0)
    .map(([fault, faulty]) => `${fault}: ${faulty.join(", ")}`);
  throw invalid(`The columns are not right (${faults.join("; ")}). The known ones are ${known.join(", ")}.`, errors);
}
