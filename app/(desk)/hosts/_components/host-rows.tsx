"use client";

import { useRouter } from "next/navigation";
import { useMemo, useRef } from "react";
import { useCan } from "@/app/(desk)/_components/profile";
import type { Host } from "@/server/domain/hosts/schema";
import { shownColumns } from "./columns";
import { hostPath } from "./host-path";
import { HostTable } from "./host-table";
import { type HostOrder, type ListState, listQuery } from "./list-state";
import { useRowKeys } from "./use-row-keys";
import type { useSelection } from "./use-selection";

type Props = {
  hosts: readonly Host[];
  state: ListState;
  selecting: ReturnType<typeof useSelection>;
  sortBy: (order: HostOrder) => void;
  isBusy: boolean;
};

/** The rows of the list, and the keys that walk them. */
export function HostRows({ hosts, state, selecting, sortBy, isBusy }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const router = useRouter();
  const canWrite = useCan("hosts.write");
  const columns = useMemo(() => shownColumns(state.columns), [state.columns]);
  const query = listQuery(state);
  const rememberOpened = useRowKeys(table, hosts, {
    select: selecting.toggle,
    edit: (host) => canWrite && router.push(hostPath(host, query, "edit")),
  });
  return (
    <HostTable
      ref={table}
      hosts={hosts}
      columns={columns}
      density={state.density}
      query={query}
      order={state.sort}
      sortBy={sortBy}
      selecting={selecting}
      onOpen={rememberOpened}
      isBusy={isBusy}
    />
  );
}
