import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { searchOf } from "@/app/_lib/search-text";
import { type UserSort, user, userStatuses } from "@/server/domain/users/schema";
import { columns } from "./columns";

export type UserOrder = UserSort | `-${UserSort}`;

const orders = columns.flatMap(({ sort }): UserOrder[] => (sort ? [sort, `-${sort}`] : []));

export const roleNames = user.shape.role.options;

/** What the list shows, all of it in the URL. */
export const listState = {
  q: parseAsString.withDefault(""),
  role: parseAsStringLiteral(roleNames),
  status: parseAsStringLiteral(userStatuses),
  sort: parseAsStringLiteral(orders).withDefault("email"),
  cursor: parseAsString,
};

export type ListState = inferParserType<typeof listState>;
export type Filters = Pick<ListState, "q" | "role" | "status">;

export const loadListState = createLoader(listState);

export const noFilters: Filters = { q: "", role: null, status: null };

/** What is counted: the users that match, whatever the search while it is too short. */
export function filterOf({ q, role, status }: Filters) {
  return { ...searchOf(q), ...(role !== null && { role }), ...(status !== null && { status }) };
}

/** The page of the list that a state asks for. */
export function pageOf({ sort, cursor, ...filters }: ListState) {
  return { ...filterOf(filters), sort, ...(cursor !== null && { cursor }) };
}
