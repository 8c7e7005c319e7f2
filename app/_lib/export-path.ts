export type ExportFormat = "csv" | "ndjson";

export type ListFilter = Record<string, string | readonly string[] | undefined>;

/** Where what a filter matches is exported. A filter of several values repeats its name. */
export function exportPath(path: string, format: ExportFormat, filter: ListFilter): string {
  const pairs = Object.entries(filter).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each]));
  const query = new URLSearchParams(pairs).toString();
  return `${path}/export.${format}${query === "" ? "" : `?${query}`}`;
}
