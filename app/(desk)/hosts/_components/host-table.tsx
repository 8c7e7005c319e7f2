"use client";

import { SortableHeader } from "@/app/_components/sortable-header";
import table from "@/app/_components/table.module.css";
import type { Host } from "@/server/domain/hosts/schema";
import { columns } from "./columns";
import { HostRow } from "./host-row";
import classes from "./host-table.module.css";
import type { HostOrder } from "./list-state";

type Props = { hosts: readonly Host[]; order: HostOrder; sortBy: (order: HostOrder) => void; isBusy: boolean };

/** A page of hosts, one line each; two lines on a phone. */
export function HostTable({ hosts, order, sortBy, isBusy }: Props) {
  return (
    <table className={`${table.table} ${classes.hosts}`} aria-label="Hosts" aria-busy={isBusy}>
      <thead>
        <tr>
          {columns.map(({ name, label, sort }) => (
            <SortableHeader
              key={name}
              className={classes[name]}
              label={label}
              sort={sort}
              order={order}
              sortBy={sortBy}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {hosts.map((host) => (
          <HostRow key={host.id} host={host} />
        ))}
      </tbody>
    </table>
  );
}
