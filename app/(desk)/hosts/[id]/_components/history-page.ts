import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";
import type { HistoryItem } from "@/server/domain/audit-events/schema";
import type { HostHistory } from "@/server/domain/hosts/schema";

type HistoryPage = { items: HistoryItem[]; nextCursor: string | null };

const pageSize = 12;

/** Asks for the newest changes of a host. */
export const historyInput = (id: string): HostHistory => ({ id, limit: pageSize });

/** Fetches the history of a host page by page. tRPC's own options send more than the API takes. */
export function historyOptions(queryKey: QueryKey, id: string, fetch: (input: HostHistory) => Promise<HistoryPage>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => fetch({ ...historyInput(id), ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
