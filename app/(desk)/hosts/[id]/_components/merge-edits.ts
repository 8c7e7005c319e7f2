/** A field that both changed, each to something else. */
export type Conflict = { field: string; before: unknown; theirs: unknown; mine: unknown };

export type Merge<Fields> = {
  /** What remains to be saved of my changes, in the version that stands now. */
  changes: Partial<Fields>;
  /** What somebody must choose. */
  conflicts: readonly Conflict[];
  /** What others changed meanwhile, and I did not. */
  changedByOthers: readonly string[];
};

/**
 * Brings together my changes of what I saw with what stands now, field by field. What only one side changed is taken from that
 * side; what both changed alike is done; what both changed differently is a conflict.
 */
export function mergeEdits<Fields extends object>(seen: Fields, mine: Partial<Fields>, now: Fields): Merge<Fields> {
  const isUntouched = (field: keyof Fields) => isEqual(seen[field], now[field]);
  const isDone = (field: keyof Fields) => isEqual(mine[field], now[field]);
  const typed = Object.keys(mine) as (keyof Fields & string)[];
  const fields = Object.keys(seen) as (keyof Fields & string)[];
  return {
    changes: pick(
      mine,
      typed.filter((field) => isUntouched(field) && !isDone(field)),
    ),
    conflicts: typed
      .filter((field) => !isUntouched(field) && !isDone(field))
      .map((field) => ({ field, before: seen[field], theirs: now[field], mine: mine[field] })),
    changedByOthers: fields.filter((field) => !(field in mine) && !isUntouched(field)),
  };
}

function pick<Fields extends object>(fields: Fields, names: readonly (keyof Fields)[]): Partial<Fields> {
  return Object.fromEntries(names.map((name) => [name, fields[name]])) as Partial<Fields>;
}

/** Values of the API are JSON, their lists in order. */
const isEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
