"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { useNow } from "@/app/_components/clock";
import { PageHeader } from "@/app/_components/page-header";
import { Panel } from "@/app/_components/panel";
import { dayText } from "@/app/_lib/time";
import { HostActions } from "@/app/(desk)/hosts/_components/host-actions";
import { ChangedLately } from "./changed-lately";
import classes from "./dashboard.module.css";
import { EmptyEstate } from "./empty-estate";
import { running, sumOf } from "./estate-figures";
import { FiringNow } from "./firing-now";
import { HostMatrix } from "./host-matrix";
import { KindsPanel } from "./kinds-panel";
import { NewAndStale } from "./new-and-stale";
import { useFreshDashboard } from "./use-fresh-dashboard";

const format = new Intl.NumberFormat("en");

/** What we run, what of it is new or stale, and what changed lately. */
export function Dashboard() {
  const api = useApi();
  const { data: summary } = useSuspenseQuery(api.hosts.summary.queryOptions());
  const { data: changes } = useSuspenseQuery(api.hosts.recentChanges.queryOptions());
  useFreshDashboard();
  const { counts, registered, stale } = summary;
  const [runs, retired] = [sumOf(counts, { status: running }), sumOf(counts, { status: ["retired"] })];
  return (
    <>
      <PageHeader title="Dashboard" note={dayText(useNow())} actions={<HostActions />} />
      {counts.length === 0 ? (
        <EmptyEstate />
      ) : (
        <div className={classes.columns}>
          <div className={classes.firing}>
            <FiringNow />
          </div>
          <div className={classes.hosts}>
            <Panel
              title="Hosts"
              note={`${format.format(runs)} run now, ${format.format(retired)} retired; each number opens its list`}
            >
              <HostMatrix counts={counts} />
            </Panel>
          </div>
          <div className={classes.side}>
            <NewAndStale registered={registered} stale={stale} />
            <KindsPanel counts={counts} />
          </div>
          <div className={classes.changes}>
            <ChangedLately changes={changes.items} />
          </div>
        </div>
      )}
    </>
  );
}
