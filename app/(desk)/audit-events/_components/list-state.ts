import { createLoader, type inferParserType, parseAsString } from "nuqs/server";
import { type AuditEventFilter, isSearchable } from "@/server/domain/audit-events/schema";

/** What narrows the log down beside the text. Each can be set by a link and taken away by its chip. */
const filters = {
  actor: parseAsString,
  action: parseAsString,
  subjectType: parseAsString,
  subjectId: parseAsString,
  from: parseAsString,
  to: parseAsString,
  ip: parseAsString,
  requestId: parseAsString,
  batchId: parseAsString,
};

/** What the log shows, all of it in the URL. `event` is the one that stands open. */
export const listState = {
  q: parseAsString.withDefault(""),
  ...filters,
  cursor: parseAsString,
  event: parseAsString,
};

export type Filters = inferParserType<typeof filters>;
export type ListState = inferParserType<typeof listState>;

export const loadListState = createLoader(listState);

const names = Object.keys(filters) as (keyof Filters)[];

export const noFilters = Object.fromEntries(names.map((name) => [name, null])) as Filters;

/** What is counted: the events that match, whatever the text while it is too short. */
export function filterOf({ q, ...state }: Filters & Pick<ListState, "q">): AuditEventFilter {
  const chosen = names.flatMap((name) => (state[name] === null ? [] : [[name, state[name]]]));
  return { ...(Object.fromEntries(chosen) as AuditEventFilter), ...(isSearchable(q) && { q: q.trim() }) };
}

/** The page of the log that a state asks for. */
export function pageOf(state: ListState) {
  return { ...filterOf(state), ...(state.cursor !== null && { cursor: state.cursor }) };
}
