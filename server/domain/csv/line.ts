import { quoteFormula } from "./formula-quote";

/** A line of a CSV file, safe to open in a spreadsheet. A cell without a value is empty. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(value: string | null): string {
  if (value === null) return "";
  const text = quoteFormula(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
