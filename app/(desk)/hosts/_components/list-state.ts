import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { searchOf } from "@/app/_lib/search-text";
import type { HostSort } from "@/server/domain/hosts/schema";
import { columns } from "./columns";

export type HostOrder = HostSort | `-${HostSort}`;

const orders = columns.flatMap(({ sort }): HostOrder[] => (sort ? [sort, `-${sort}`] : []));

/** What the list shows, all of it in the URL. */
export const listState = {
  q: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(orders).withDefault("hostname"),
  cursor: parseAsString,
};

export type ListState = inferParserType<typeof listState>;

export const loadListState = createLoader(listState);

/** What is counted: the hosts that match, all of them while the search is too short. */
export function filterOf({ q }: Pick<ListState, "q">) {
  return searchOf(q);
}

/** The page of the list that a state asks for. */
export function pageOf({ q, sort, cursor }: ListState) {
  return { ...filterOf({ q }), sort, ...(cursor !== null && { cursor }) };
}
