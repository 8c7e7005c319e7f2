import { numbers } from "@/server/domain/numbers";

/**
 * Somebody's text as it is shown back or kept as a label: cut where it is long, and without the control characters that a
 * terminal would obey and PostgreSQL refuses.
 */
export function shortened(text: string): string {
  const { maxShownCharacters } = numbers.imports;
  const short = text.length > maxShownCharacters ? `${text.slice(0, maxShownCharacters)}…` : text;
  return short.toWellFormed().replaceAll(/[^\P{Cc}\n\t]/gu, "\uFFFD");
}
