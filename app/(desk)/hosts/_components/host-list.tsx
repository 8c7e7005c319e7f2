"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { debounce } from "nuqs";
import { useRef } from "react";
import { Pager } from "@/app/_components/pager";
import { useUrlState } from "@/app/_lib/use-url-state";
import type { Host } from "@/server/domain/hosts/schema";
import { BulkBar } from "./bulk-bar";
import { DropToImport } from "./drop-to-import";
import classes from "./host-list.module.css";
import { HostListBody } from "./host-list-body";
import { HostListHeader } from "./host-list-header";
import { KeyHints } from "./key-hints";
import { filterOf, type ListState, listState } from "./list-state";
import { useHostList } from "./use-host-list";
import { useScrollKeys } from "./use-scroll-keys";
import { useSelection } from "./use-selection";

const typingPauseMilliseconds = 250;
const noHosts: readonly Host[] = [];

/** The hosts, searched, filtered, sorted and paged by what stands in the URL. */
export function HostList() {
  const [state, change] = useUrlState(listState);
  const [q] = useDebouncedValue(state.q, typingPauseMilliseconds);
  const wanted = { ...state, q };
  const { list, count, total, changed, expectOwn, fetchAgain } = useHostList(wanted);
  const hosts = list.data?.items ?? noHosts;
  const selecting = useSelection(hosts);
  const rows = useRef<HTMLDivElement>(null);
  useScrollKeys(rows);

  const search = (text: string) =>
    change({ q: text, cursor: null }, { history: "replace", limitUrlUpdates: debounce(typingPauseMilliseconds) });
  const goTo = (cursor: string | null, part: Partial<ListState> = {}) => {
    rows.current?.scrollTo({ top: 0 });
    change({ ...part, cursor }, { scroll: true });
  };

  return (
    <div className={classes.page}>
      <HostListHeader
        state={state}
        filter={filterOf(wanted)}
        count={count}
        total={total}
        hosts={hosts}
        changed={changed}
        search={search}
        change={change}
        narrow={(part) => goTo(null, part)}
        fetchAgain={fetchAgain}
      />
      <div ref={rows} tabIndex={-1} className={classes.rows}>
        <HostListBody list={list} hosts={hosts} state={state} wanted={wanted} selecting={selecting} goTo={goTo} />
      </div>
      <div className={classes.dock}>
        <BulkBar
          selecting={selecting}
          expectOwn={expectOwn}
          fetchAgain={fetchAgain}
          onCleared={() => rows.current?.focus({ preventScroll: true })}
        />
        <Pager
          shown={hosts.length}
          total={count}
          cursor={state.cursor}
          next={list.data?.nextCursor}
          nextLabel="Next"
          goTo={goTo}
        >
          <KeyHints />
        </Pager>
      </div>
      <DropToImport />
    </div>
  );
}
