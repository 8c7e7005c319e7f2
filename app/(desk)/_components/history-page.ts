import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";
import type { HistoryItem } from "@/server/domain/audit-events/schema";

type HistoryPage = { items: HistoryItem[]; nextCursor: string | null };
type HistoryInput = { id: string; limit: number; cursor?: string };

/** Fetches a page of what happened to one thing. */
export type FetchHistory = (input: HistoryInput) => Promise<HistoryPage>;

const pageSize = 12;

/** Asks for the newest events of one thing. */
export const historyInput = (id: string): HistoryInput => ({ id, limit: pageSize });

/** Fetches the history of one thing page by page. tRPC's own options send more than the API takes. */
export function historyOptions(queryKey: QueryKey, id: string, fetch: FetchHistory) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => fetch({ ...historyInput(id), ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
