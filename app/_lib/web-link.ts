/** A link as a page may show it, or undefined: what is no http or https could run as a program of the page. */
export function webLink(text: string | null): string | undefined {
  const url = URL.parse(text ?? "");
  return url?.protocol === "http:" || url?.protocol === "https:" ? url.href : undefined;
}
