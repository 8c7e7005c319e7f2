import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { filterOf, type ListState, pageOf } from "./list-state";
import { useChangedHosts } from "./use-changed-hosts";

/** The rows are fetched again when somebody asks for it: hints tell that there is news, and nothing moves by itself. */
const calm = { placeholderData: keepPreviousData, refetchOnWindowFocus: false, refetchOnReconnect: false };

/** The page of the list that a state asks for, how many hosts match and how many there are, and what has changed since. */
export function useHostList(state: ListState) {
  const api = useApi();
  const queryClient = useQueryClient();
  const list = useQuery({ ...api.hosts.list.queryOptions(pageOf(state)), ...calm });
  const count = useQuery({ ...api.hosts.count.queryOptions(filterOf(state)), ...calm });
  const total = useQuery({ ...api.hosts.count.queryOptions({}), ...calm });
  const { changed, expectOwn } = useChangedHosts(list.isFetching);

  const fetchAgain = () => {
    for (const { pathFilter } of [api.hosts.list, api.hosts.count]) void queryClient.invalidateQueries(pathFilter());
  };
  return { list, count: count.data, total: total.data, changed, expectOwn, fetchAgain };
}
