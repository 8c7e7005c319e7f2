/** A field's name in words: `sshPort` as "ssh port". */
export function wordsOf(name: string): string {
  return name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
}

/** A field's value in words; "empty" for one that holds nothing. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return textOf(value.map(textOf).join(" "));
  const text = typeof value === "string" ? value : JSON.stringify(value ?? "");
  return text === "" || text === '""' ? "empty" : text;
}
