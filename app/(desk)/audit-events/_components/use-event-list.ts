import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { filterOf, type ListState, pageOf } from "./list-state";

/** The rows are fetched again when somebody asks for it: hints tell that there is news, and nothing moves by itself. */
const calm = { placeholderData: keepPreviousData, refetchOnWindowFocus: false, refetchOnReconnect: false };

/** The page of the log that a state asks for, and how many events match. */
export function useEventList(state: ListState) {
  const { auditEvents } = useApi();
  const filter = filterOf(state);
  const list = useQuery({ ...auditEvents.list.queryOptions(pageOf(state)), ...calm });
  const { data: count } = useQuery({ ...auditEvents.count.queryOptions(filter), ...calm });
  return { list, filter, count };
}
