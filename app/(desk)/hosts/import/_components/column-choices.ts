import { type Column, hostFileColumns } from "@/server/domain/host-csv/schema";
import type { Mapping } from "./import-source";

/** What each header of a file was taken for; null for one to leave out. */
export type ColumnChoices = readonly { header: string; column: Column | null }[];

/** The columns that a file must have and that no header is chosen for. */
export function missingColumns(choices: ColumnChoices): Column[] {
  return hostFileColumns.required.filter((required) => !choices.some(({ column }) => column === required));
}

/** The columns that more than one header is chosen for. */
export function repeatedColumns(choices: ColumnChoices): Column[] {
  const chosen = choices.map(({ column }) => column);
  return hostFileColumns.known.filter((column) => chosen.indexOf(column) !== chosen.lastIndexOf(column));
}

/** The choices with one header's replaced. */
export function chosenFor(choices: ColumnChoices, header: string, column: Column | null): ColumnChoices {
  return choices.map((choice) => (choice.header === header ? { header, column } : choice));
}

/** The choices as they are sent with the file. */
export function mappingOf(choices: ColumnChoices): Mapping {
  return Object.fromEntries(choices.map(({ header, column }) => [header, column]));
}

/** "16 of 16 known" */
export function knownText(choices: ColumnChoices): string | undefined {
  if (choices.length === 0) return undefined;
  return `${choices.filter(({ column }) => column !== null).length} of ${choices.length} used`;
}
