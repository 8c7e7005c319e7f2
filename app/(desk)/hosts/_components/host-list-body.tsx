"use client";

import { ListFailure } from "@/app/_components/list-failure";
import type { Host } from "@/server/domain/hosts/schema";
import { HostRows } from "./host-rows";
import { filterOf, type ListState, noFilters } from "./list-state";
import { NoHosts } from "./no-hosts";
import type { useHostList } from "./use-host-list";
import type { useSelection } from "./use-selection";

type Props = {
  list: ReturnType<typeof useHostList>["list"];
  hosts: readonly Host[];
  state: ListState;
  /** The state that the list is of, which follows what is typed after a pause. */
  wanted: ListState;
  selecting: ReturnType<typeof useSelection>;
  goTo: (cursor: string | null, part?: Partial<ListState>) => void;
};

/** The rows of the list, or why there are none. */
export function HostListBody({ list, hosts, state, wanted, selecting, goTo }: Props) {
  const showAll = () => goTo(null, { ...noFilters, q: "" });
  return (
    <>
      {list.error && (
        <ListFailure error={list.error} retry={() => list.refetch()} restart={() => goTo(null)} clear={showAll} />
      )}
      {list.data && hosts.length === 0 && (
        <NoHosts filter={filterOf(wanted)} isFirst={state.cursor === null} showAll={showAll} />
      )}
      {hosts.length > 0 && (
        <HostRows
          hosts={hosts}
          state={wanted}
          selecting={selecting}
          sortBy={(sort) => goTo(null, { sort })}
          isBusy={list.isPlaceholderData}
        />
      )}
    </>
  );
}
