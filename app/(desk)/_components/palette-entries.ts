/** Something that the palette leads to or does. */
export type Entry = {
  id: string;
  label: string;
  /** What tells it from others of the same name. */
  note?: string;
  /** Other words that people look for. */
  words?: string;
  run: () => void;
};

export type Group = { label: string; entries: readonly Entry[] };

/** The groups with the entries in which every word of a query occurs, without groups that are empty. */
export function matching(groups: readonly Group[], query: string): Group[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ label, entries }) => ({ label, entries: entries.filter((entry) => isMatch(entry, terms)) }))
    .filter(({ entries }) => entries.length > 0);
}

function isMatch({ label, words = "" }: Entry, terms: readonly string[]): boolean {
  const text = `${label} ${words}`.toLowerCase();
  return terms.every((term) => text.includes(term));
}
