import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { searchOf } from "@/app/_lib/search-text";
import type { AlertFilter } from "@/server/domain/alerts/schema";
import { acknowledgedChoices, alertStatuses, severities } from "./choices";

/** What the list shows, all of it in the URL: what fires, unless it says otherwise. */
export const listState = {
  q: parseAsString.withDefault(""),
  status: parseAsArrayOf(parseAsStringLiteral(alertStatuses)).withDefault(["firing"]),
  severity: parseAsArrayOf(parseAsStringLiteral(severities)).withDefault([]),
  acknowledged: parseAsArrayOf(parseAsStringLiteral(acknowledgedChoices)).withDefault([]),
  hostId: parseAsString,
  from: parseAsString,
  to: parseAsString,
  cursor: parseAsString,
};

export type ListState = inferParserType<typeof listState>;

/** What narrows the list down beside the search. */
export type Filters = Omit<ListState, "q" | "cursor">;

/** All alerts that there ever were. */
export const noFilters: Filters = {
  status: [],
  severity: [],
  acknowledged: [],
  hostId: null,
  from: null,
  to: null,
};

export const loadListState = createLoader(listState);

const serialize = createSerializer(listState);

/** Where the alerts stand that a choice means. */
export const alertsPath = (choice: Partial<ListState>): string => serialize("/alerts", choice);

/** What is counted: the alerts that match, whatever the search while it is too short. */
export function filterOf(state: Filters & Pick<ListState, "q">): AlertFilter {
  const { q, status, severity, acknowledged, hostId, from, to } = state;
  return {
    ...searchOf(q),
    ...(status.length > 0 && { status }),
    ...(severity.length > 0 && { severity }),
    // Both are as good as none.
    ...(acknowledged.length === 1 && { acknowledged: acknowledged[0] === "yes" }),
    ...(hostId !== null && { hostId }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}

/** The page of the list that a state asks for. */
export function pageOf(state: ListState) {
  return { ...filterOf(state), ...(state.cursor !== null && { cursor: state.cursor }) };
}
