import { isDeepStrictEqual } from "node:util";

type Fields = Record<string, unknown>;

const bookkeeping: ReadonlySet<string> = new Set(["version", "createdAt", "updatedAt"]);

/** The fields in which two states of a subject differ, before and after; version and times change with every edit and say nothing. */
export function changedFields(before: Fields, after: Fields): { before: Fields; after: Fields } {
  const names = Object.keys(after).filter(
    (name) => !bookkeeping.has(name) && !isDeepStrictEqual(before[name], after[name]),
  );
  const pick = (fields: Fields) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}
