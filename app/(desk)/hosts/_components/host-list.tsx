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
import { DropToImport } from "./drop-to-import";
import { HostActions } from "./host-actions";
import { HostTable } from "./host-table";
import { filterOf, listState, pageOf } from "./list-state";
import { NoHosts } from "./no-hosts";

const typingPauseMilliseconds = 250;

/** The hosts, searched, sorted and paged by what stands in the URL. */
export function HostList() {
  const api = useApi();
  const [state, change] = useUrlState(listState);
  const [q] = useDebouncedValue(state.q, typingPauseMilliseconds);
  const list = useQuery({ ...api.hosts.list.queryOptions(pageOf({ ...state, q })), placeholderData: keepPreviousData });
  const count = useQuery({ ...api.hosts.count.queryOptions(filterOf({ q })), placeholderData: keepPreviousData });

  const search = (text: string) =>
    change({ q: text, cursor: null }, { history: "replace", limitUrlUpdates: debounce(typingPauseMilliseconds) });
  const hosts = list.data?.items ?? [];

  return (
    <>
      <PageHeader title="Hosts" note={count.data && countText(count.data, "host")} actions={<HostActions />}>
        <SearchField label="Search hosts" value={state.q} onChange={search} />
      </PageHeader>
      {list.error && (
        <ListFailure error={list.error} retry={() => list.refetch()} restart={() => change({ cursor: null })} />
      )}
      {list.data && hosts.length === 0 && (
        <NoHosts
          q={filterOf({ q }).q}
          isFirst={state.cursor === null}
          showAll={() => change({ q: "", cursor: null })}
        />
      )}
      {hosts.length > 0 && (
        <HostTable
          hosts={hosts}
          order={state.sort}
          sortBy={(sort) => change({ sort, cursor: null })}
          isBusy={list.isPlaceholderData}
        />
      )}
      <Pager
        shown={hosts.length}
        total={count.data}
        next={list.data?.nextCursor}
        isFirst={state.cursor === null}
        nextLabel="Next"
        goTo={(cursor) => change({ cursor }, { scroll: true })}
      />
      <DropToImport />
    </>
  );
}
