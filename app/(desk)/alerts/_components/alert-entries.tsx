import Link from "next/link";
import { RelativeTime } from "@/app/_components/relative-time";
import type { Alert } from "@/server/domain/alerts/schema";
import { AcknowledgeButton } from "./acknowledge-button";
import classes from "./alert-entries.module.css";
import { AlertState, Severity } from "./marks";

type Props = {
  label: string;
  alerts: readonly Alert[];
  /** Where the alerts are of any hosts. */
  isHostSaid?: boolean;
  /** Where they can be acknowledged at once. */
  isActedOn?: boolean;
};

/** A few alerts in a panel, each in a line that leads to it. */
export function AlertEntries({ label, alerts, isHostSaid = false, isActedOn = false }: Props) {
  return (
    <ul aria-label={label} className={classes.entries}>
      {alerts.map((alert) => (
        <li key={alert.id} className={classes.entry} data-acted={isActedOn}>
          <Severity value={alert.severity} />
          <span className={classes.words}>
            <Link href={`/alerts/${alert.id}`} prefetch={false} className={classes.name}>
              {alert.name}
            </Link>
            {isHostSaid && alert.host && (
              <>
                {" on "}
                <Link href={`/hosts/${alert.host.id}`} prefetch={false} className={classes.host}>
                  {alert.host.hostname}
                </Link>
              </>
            )}
            {alert.summary && <span className={classes.summary}>{alert.summary}</span>}
          </span>
          <AlertState alert={alert} />
          <RelativeTime at={alert.startsAt} />
          {isActedOn && (
            <span className={classes.action}>
              <AcknowledgeButton alert={alert} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
