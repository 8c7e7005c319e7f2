import type { Host } from "@/server/domain/hosts/schema";

/** The page of a host that is opened from a list; `query` is the list's state, "" or beginning with "?". */
export function hostPath({ id }: Pick<Host, "id">, query: string, purpose?: "edit"): string {
  const path = `/hosts/${id}${query}`;
  if (purpose === undefined) return path;
  return `${path}${query === "" ? "?" : "&"}edit=1`;
}
