"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { debounce } from "nuqs";
import { useApi } from "@/app/_components/api-provider";
import { ListFailure } from "@/app/_components/list-failure";
import { PageHeader } from "@/app/_components/page-header";
import { Pager } from "@/app/_components/pager";
import { SearchField } from "@/app/_components/search-field";
import { countText } from "@/app/_lib/count-text";
import { useUrlState } from "@/app/_lib/use-url-state";
import { filterOf, listState, noFilters, pageOf } from "./list-state";
import { NoUsers } from "./no-users";
import { UserActions } from "./user-actions";
import { UserFilters } from "./user-filters";
import { UserTable } from "./user-table";

const typingPauseMilliseconds = 250;

/** The users, searched, filtered, sorted and paged by what stands in the URL. */
export function UserList() {
  const api = useApi();
  const [state, change] = useUrlState(listState);
  const [q] = useDebouncedValue(state.q, typingPauseMilliseconds);
  const wanted = { ...state, q };
  const list = useQuery({ ...api.users.list.queryOptions(pageOf(wanted)), placeholderData: keepPreviousData });
  const count = useQuery({ ...api.users.count.queryOptions(filterOf(wanted)), placeholderData: keepPreviousData });

  const search = (text: string) =>
    change({ q: text, cursor: null }, { history: "replace", limitUrlUpdates: debounce(typingPauseMilliseconds) });
  const users = list.data?.items ?? [];

  return (
    <>
      <PageHeader title="Users" note={count.data && countText(count.data, "user")} actions={<UserActions />}>
        <SearchField label="Search users" value={state.q} onChange={search} />
        <UserFilters state={state} change={(filters) => change({ ...filters, cursor: null })} />
      </PageHeader>
      {list.error && (
        <ListFailure error={list.error} retry={() => list.refetch()} restart={() => change({ cursor: null })} />
      )}
      {list.data && users.length === 0 && <NoUsers showAll={() => change({ ...noFilters, cursor: null })} />}
      {users.length > 0 && (
        <UserTable
          users={users}
          order={state.sort}
          sortBy={(sort) => change({ sort, cursor: null })}
          isBusy={list.isPlaceholderData}
        />
      )}
      <Pager
        shown={users.length}
        total={count.data}
        next={list.data?.nextCursor}
        cursor={state.cursor}
        nextLabel="Next"
        goTo={(cursor) => change({ cursor }, { scroll: true })}
      />
    </>
  );
}
