import { textOf, wordsOf } from "@/app/_lib/field-text";

type Fields = Record<string, unknown> | null;

const format = new Intl.NumberFormat("en");
const counted = { created: "registered", updated: "changed", rejected: "rejected" };

/** How many hosts an import registered, changed and rejected: `12 registered, 3 changed`. */
export function countsOf(after: Fields): string | null {
  const counts = Object.entries(counted).flatMap(([name, word]) => {
    const count = Number(after?.[name] ?? 0);
    return count > 0 ? [`${format.format(count)} ${word}`] : [];
  });
  return counts.length > 0 ? counts.join(", ") : "nothing changed";
}

/** What a bulk edit set: `criticality critical, add tags pci`. */
export function valuesOf(after: Fields): string | null {
  const { updated: _, ...values } = after ?? {};
  const texts = Object.entries(values).map(([name, value]) => `${wordsOf(name)} ${textOf(value)}`);
  return texts.length > 0 ? texts.join(", ") : null;
}
