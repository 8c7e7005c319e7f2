import { numbers } from "@/server/domain/numbers";

/** Asks for a page of a list that is seldom longer than one: the page after a cursor, or the first. */
export function pageInput(cursor: string | null) {
  return { limit: numbers.lists.maxPageSize, ...(cursor !== null && { cursor }) };
}
