"use client";

import type { CSSProperties, Ref } from "react";
import { SortableHeader } from "@/app/_components/sortable-header";
import table from "@/app/_components/table.module.css";
import type { Host } from "@/server/domain/hosts/schema";
import { type ColumnName, columnOf } from "./columns";
import { HostRow } from "./host-row";
import classes from "./host-table.module.css";
import type { HostOrder, ListState } from "./list-state";
import type { useSelection } from "./use-selection";

type Props = {
  ref: Ref<HTMLTableElement>;
  hosts: readonly Host[];
  columns: readonly ColumnName[];
  density: ListState["density"];
  query: string;
  order: HostOrder;
  sortBy: (order: HostOrder) => void;
  selecting: ReturnType<typeof useSelection>;
  onOpen: (host: Host) => void;
  isBusy: boolean;
};

const selectWidthPixels = 44;

/** A page of hosts, one line each; two lines on a phone. */
export function HostTable({ ref, hosts, columns, density, query, order, sortBy, selecting, onOpen, isBusy }: Props) {
  const { selection, extent, toggle, togglePage } = selecting;
  const minWidthPixels = columns.reduce((sum, name) => sum + columnOf(name).minWidthPixels, selectWidthPixels);
  const isIndeterminate = extent === "some";
  return (
    <table
      ref={ref}
      className={`${table.table} ${classes.hosts}`}
      style={{ "--min-width": `${minWidthPixels}px` } as CSSProperties}
      data-density={density}
      aria-label="Hosts"
      aria-busy={isBusy}
    >
      <thead>
        <tr>
          <th className={classes.select}>
            <input
              type="checkbox"
              aria-label="Select all on this page"
              checked={extent === "all"}
              ref={(box) => {
                if (box) box.indeterminate = isIndeterminate;
              }}
              onChange={togglePage}
            />
          </th>
          {columns.map((name) => (
            <SortableHeader
              key={name}
              className={classes[name]}
              widthPixels={columnOf(name).minWidthPixels}
              label={columnOf(name).label}
              sort={columnOf(name).sort}
              order={order}
              sortBy={sortBy}
            />
          ))}
          <th className={classes.phone} scope="col">
            Criticality and state
          </th>
        </tr>
      </thead>
      <tbody>
        {hosts.map((host) => (
          <HostRow
            key={host.id}
            host={host}
            columns={columns}
            query={query}
            isSelected={selection.has(host.id)}
            toggle={toggle}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </table>
  );
}
