import { numbers } from "@/server/domain/numbers";
import { directionControls } from "./schema";

const unwanted = new RegExp(`[^\\P{Cc}\\n\\t]|[${directionControls}]`, "gu");

/**
 * Somebody's text as it is shown back or kept as a label: cut where it is long, and without the control characters that a
 * terminal would obey and PostgreSQL refuses, or that turn the direction of writing around.
 */
export function shortened(text: string): string {
  const { maxShownCharacters } = numbers.imports;
  const short = text.length > maxShownCharacters ? `${text.slice(0, maxShownCharacters)}…` : text;
  return short.toWellFormed().replaceAll(unwanted, "\uFFFD");
}
