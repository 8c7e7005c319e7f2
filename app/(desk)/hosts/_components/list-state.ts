import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { searchOf } from "@/app/_lib/search-text";
import type { HostFilter, HostSort } from "@/server/domain/hosts/schema";
import { criticalities, environments, hostStatuses, operatingSystems } from "./choices";
import { columnNames, columnOf, defaultColumns } from "./columns";

export type HostOrder = HostSort | `-${HostSort}`;

const orders = columnNames.flatMap((name): HostOrder[] => {
  const { sort } = columnOf(name);
  return sort ? [sort, `-${sort}`] : [];
});

const anyOf = <Value extends string>(values: readonly Value[]) =>
  parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);

/** Of each of these, any of several values. */
const lists = {
  environment: anyOf(environments),
  criticality: anyOf(criticalities),
  os: anyOf(operatingSystems),
  status: anyOf(hostStatuses),
  team: parseAsArrayOf(parseAsString).withDefault([]),
  owner: parseAsArrayOf(parseAsString).withDefault([]),
  tag: parseAsArrayOf(parseAsString).withDefault([]),
};

const single = { cidr: parseAsString, registeredSince: parseAsString, staleSince: parseAsString };

/** What the list shows, all of it in the URL. */
export const listState = {
  q: parseAsString.withDefault(""),
  ...lists,
  ...single,
  sort: parseAsStringLiteral(orders).withDefault("hostname"),
  cursor: parseAsString,
  columns: parseAsArrayOf(parseAsStringLiteral(columnNames)).withDefault([...defaultColumns]),
  density: parseAsStringLiteral(["compact", "comfortable"]).withDefault("compact"),
};

export type ListState = inferParserType<typeof listState>;

/** What narrows the list down beside the search. */
export type Filters = Pick<ListState, keyof typeof lists | keyof typeof single>;

export const noFilters: Filters = {
  environment: [],
  criticality: [],
  os: [],
  status: [],
  team: [],
  owner: [],
  tag: [],
  cidr: null,
  registeredSince: null,
  staleSince: null,
};

export const loadListState = createLoader(listState);

const serialize = createSerializer(listState);

/** The state as a query string that begins with "?", or "" for the list as it comes. */
export function listQuery(state: ListState): string {
  return serialize(state);
}

/** What is counted: the hosts that match, all of them while the search is too short. */
export function filterOf(state: Filters & Pick<ListState, "q">): HostFilter {
  const names = Object.keys(noFilters) as (keyof Filters)[];
  const chosen = names.flatMap((name) => {
    const value = state[name];
    return value === null || value.length === 0 ? [] : [[name, value] as const];
  });
  return { ...searchOf(state.q), ...Object.fromEntries(chosen) };
}

/** The page of the list that a state asks for. */
export function pageOf(state: ListState) {
  return { ...filterOf(state), sort: state.sort, ...(state.cursor !== null && { cursor: state.cursor }) };
}
