import Link from "next/link";
import { memo } from "react";
import { RelativeTime } from "@/app/_components/relative-time";
import type { Host } from "@/server/domain/hosts/schema";
import type { ColumnName } from "./columns";
import { contentOf } from "./host-cell";
import { hostPath } from "./host-path";
import classes from "./host-table.module.css";
import { Criticality, Environment, Status } from "./marks";

type Props = {
  host: Host;
  columns: readonly ColumnName[];
  /** The list's state as a query string, which the host's page takes along. */
  query: string;
  isSelected: boolean;
  toggle: (host: Host) => void;
  /** Told before the host's page opens. */
  onOpen: (host: Host) => void;
};

/** A host in one line. On a phone it stands in two lines of its own, whatever columns are chosen. */
export const HostRow = memo(function HostRow({ host, columns, query, isSelected, toggle, onOpen }: Props) {
  return (
    <tr data-selected={isSelected} data-id={host.id}>
      <td className={classes.select}>
        <input
          type="checkbox"
          aria-label={`Select ${host.hostname}`}
          checked={isSelected}
          onChange={() => toggle(host)}
        />
      </td>
      {columns.map((name) =>
        name === "hostname" ? (
          <HostnameCell key={name} host={host} query={query} onOpen={onOpen} />
        ) : (
          <td key={name} className={classes[name]}>
            {contentOf(name, host)}
          </td>
        ),
      )}
      <td className={classes.phone}>
        <Criticality value={host.criticality} />
        <span className={classes.second}>
          {host.status === "active" ? <RelativeTime at={host.updatedAt} /> : <Status value={host.status} />}
        </span>
      </td>
    </tr>
  );
});

function HostnameCell({ host, query, onOpen }: Pick<Props, "host" | "query" | "onOpen">) {
  return (
    <td className={classes.hostname}>
      <span className={classes.name}>
        <Link href={hostPath(host, query)} prefetch={false} className={classes.link} onClick={() => onOpen(host)}>
          {host.hostname}
        </Link>
        <span className={classes.onPhone}>
          <Environment value={host.environment} />
        </span>
      </span>
      <span className={`${classes.second} ${classes.onPhone}`}>
        <code>{host.ip}</code> {[host.os, host.team].filter(Boolean).join(" · ")}
      </span>
    </td>
  );
}
