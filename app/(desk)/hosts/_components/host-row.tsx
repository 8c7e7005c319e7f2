import Link from "next/link";
import { RelativeTime } from "@/app/_components/relative-time";
import type { Host } from "@/server/domain/hosts/schema";
import classes from "./host-table.module.css";
import { Criticality, Environment, OperatingSystem, Status, Tags } from "./marks";

/** A host in one line. On a phone the first and the fourth cell carry a second line, and the others are gone. */
export function HostRow({ host }: { host: Host }) {
  return (
    <tr>
      <td className={classes.hostname}>
        <span className={classes.name}>
          <Link href={`/hosts/${host.id}`} prefetch={false} className={classes.link}>
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
      <td className={classes.ip}>
        <code>{host.ip}</code>
      </td>
      <td className={classes.environment}>
        <Environment value={host.environment} />
      </td>
      <td className={classes.criticality}>
        <Criticality value={host.criticality} />
        <span className={`${classes.second} ${classes.onPhone}`}>
          {host.status === "active" ? <RelativeTime at={host.updatedAt} /> : <Status value={host.status} />}
        </span>
      </td>
      <td className={classes.os}>
        <OperatingSystem value={host.os} />
      </td>
      <td className={classes.team}>{host.team}</td>
      <td className={classes.owner}>{host.owner}</td>
      <td className={classes.tags}>
        <Tags tags={host.tags} />
      </td>
      <td className={classes.status}>
        <Status value={host.status} />
      </td>
      <td className={classes.changed}>
        <RelativeTime at={host.updatedAt} />
      </td>
    </tr>
  );
}
