"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useApi } from "@/app/_components/api-provider";
import { Panel } from "@/app/_components/panel";
import { alertsPath } from "@/app/(desk)/alerts/_components/list-state";
import type { AlertSummary } from "@/server/domain/alerts/schema";
import classes from "./firing-now.module.css";

// Its sheet would come with the first page that is opened, whichever that is.
const AlertEntries = dynamic(() =>
  import("@/app/(desk)/alerts/_components/alert-entries").then((module) => module.AlertEntries),
);

const format = new Intl.NumberFormat("en");

/** What fires, by severity, and the worst of it. */
export function FiringNow() {
  const api = useApi();
  const { data: summary } = useSuspenseQuery(api.alerts.summary.queryOptions());
  const total = summary.firing.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel
      title="Firing now"
      note={total === 0 ? "nothing" : <BySeverity firing={summary.firing} />}
      actions={
        <Link href="/alerts">{total > summary.worst.length ? `All ${format.format(total)}` : "Open alerts"}</Link>
      }
    >
      {total > 0 && <AlertEntries label="Firing now" alerts={summary.worst} isHostSaid />}
    </Panel>
  );
}

/** `2 critical, 5 warning (3 acknowledged)`, each severity a link to its list. */
function BySeverity({ firing }: Pick<AlertSummary, "firing">) {
  const bySeverity = Map.groupBy(firing, ({ severity }) => severity);
  const sumOf = (all: AlertSummary["firing"]) => all.reduce((sum, { count }) => sum + count, 0);
  const acknowledged = sumOf(firing.filter(({ isAcknowledged }) => isAcknowledged));
  return (
    <span className={classes.severities}>
      {[...bySeverity].map(([severity, all]) => (
        <Link key={severity} href={alertsPath({ severity: [severity] })} prefetch={false}>
          {format.format(sumOf(all))} {severity === "none" ? "without severity" : severity}
        </Link>
      ))}
      {acknowledged > 0 && <span>{format.format(acknowledged)} acknowledged</span>}
    </span>
  );
}
