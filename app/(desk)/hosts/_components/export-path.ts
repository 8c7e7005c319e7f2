import type { HostFilter } from "@/server/domain/hosts/schema";

/** Where the hosts that match a filter are exported. A filter of several values repeats its name. */
export function exportPath(format: "csv" | "ndjson", filter: HostFilter): string {
  const pairs = Object.entries(filter).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each]));
  const query = new URLSearchParams(pairs).toString();
  return `/api/v1/hosts/export.${format}${query === "" ? "" : `?${query}`}`;
}
