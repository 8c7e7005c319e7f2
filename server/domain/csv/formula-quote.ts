/**
 * Marks a value that a spreadsheet would run as a formula with a leading `'`. A value that already looks marked gets one more,
 * so that `unquoteFormula` always gives back what was there.
 */
export function quoteFormula(value: string): string {
  return /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

/** Takes off the one `'` that `quoteFormula` put in front. */
export function unquoteFormula(value: string): string {
  return /^'+[=+\-@\t\r]/.test(value) ? value.slice(1) : value;
}
