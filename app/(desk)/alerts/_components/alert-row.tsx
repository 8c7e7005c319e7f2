import Link from "next/link";
import { RelativeTime } from "@/app/_components/relative-time";
import type { Alert } from "@/server/domain/alerts/schema";
import classes from "./alert-table.module.css";
import { AlertState, Severity } from "./marks";

/** An alert in one line. On a phone its severity, host and state stand below its name. */
export function AlertRow({ alert }: { alert: Alert }) {
  const { id, name, summary, severity, host, startsAt } = alert;
  return (
    <tr>
      <td className={classes.severity}>
        <Severity value={severity} />
      </td>
      <td className={classes.name}>
        <Link href={`/alerts/${id}`} prefetch={false} className={classes.link} data-row>
          {name}
        </Link>
        {summary && <span className={classes.summary}>{summary}</span>}
        <span className={classes.onPhone}>
          <Severity value={severity} />
          <AlertState alert={alert} />
          {host && <span className={classes.cut}>{host.hostname}</span>}
        </span>
      </td>
      <td className={classes.host}>
        {host && (
          <Link href={`/hosts/${host.id}`} prefetch={false}>
            {host.hostname}
          </Link>
        )}
      </td>
      <td className={classes.state}>
        <AlertState alert={alert} />
      </td>
      <td className={classes.since}>
        <RelativeTime at={startsAt} />
      </td>
    </tr>
  );
}
