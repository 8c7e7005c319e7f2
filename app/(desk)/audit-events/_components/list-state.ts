import { createLoader, type inferParserType, parseAsString } from "nuqs/server";

/** What narrows the log down. Each can be set by a link and taken away by its chip. */
const filters = {
  actor: parseAsString,
  action: parseAsString,
  subjectType: parseAsString,
  subjectId: parseAsString,
  requestId: parseAsString,
  batchId: parseAsString,
};

/** What the log shows, all of it in the URL. `event` is the one that stands open. */
export const listState = { ...filters, cursor: parseAsString, event: parseAsString };

export type Filters = inferParserType<typeof filters>;
export type ListState = inferParserType<typeof listState>;

export const loadListState = createLoader(listState);

export const noFilters: Filters = {
  actor: null,
  action: null,
  subjectType: null,
  subjectId: null,
  requestId: null,
  batchId: null,
};

/** What is counted: the events that match. */
export function filterOf(state: Filters): Partial<Record<keyof Filters, string>> {
  const names = Object.keys(filters) as (keyof Filters)[];
  return Object.fromEntries(names.flatMap((name) => (state[name] === null ? [] : [[name, state[name]]])));
}

/** The page of the log that a state asks for. */
export function pageOf(state: Filters & Pick<ListState, "cursor">) {
  return { ...filterOf(state), ...(state.cursor !== null && { cursor: state.cursor }) };
}
