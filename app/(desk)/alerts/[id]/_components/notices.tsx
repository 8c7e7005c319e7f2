import Link from "next/link";
import { Fragment } from "react";
import { Notice } from "@/app/_components/notice";
import { exactTime } from "@/app/_lib/time";
import type { Alert, AlertDetail } from "@/server/domain/alerts/schema";
import classes from "./alert-detail.module.css";

/** Who looks after the alert, since when, and what is known. */
export function Acknowledged({ acknowledgement }: { acknowledgement: NonNullable<Alert["acknowledgement"]> }) {
  const { acknowledgedBy, acknowledgedAt, note } = acknowledgement;
  return (
    <Notice tone="plain" title={`Acknowledged by ${acknowledgedBy}`}>
      {note && <p className={classes.note}>{note}</p>}
      <p>{exactTime(acknowledgedAt)}</p>
    </Notice>
  );
}

/** Why an alert has no host: its labels name several, or one that was not there when it came. */
export function WhichHost({ alert: { host, possibleHosts } }: { alert: AlertDetail }) {
  if (host !== null || possibleHosts.length === 0) return null;
  const title = possibleHosts.length === 1 ? "A host that came later" : "More than one host";
  const text =
    possibleHosts.length === 1
      ? "The labels name a host that was not in the inventory, or not alone there, when this alert came: "
      : "The labels fit several hosts, so the alert belongs to none. A label env with prod, stage or dev decides: ";
  return (
    <Notice tone="plain" title={title}>
      {text}
      {possibleHosts.map(({ id, hostname, environment }, index) => (
        <Fragment key={id}>
          {index > 0 && ", "}
          <Link href={`/hosts/${id}`}>
            {hostname} ({environment})
          </Link>
        </Fragment>
      ))}
      .
    </Notice>
  );
}
