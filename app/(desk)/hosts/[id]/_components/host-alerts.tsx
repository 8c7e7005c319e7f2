import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useApi } from "@/app/_components/api-provider";
import { Panel } from "@/app/_components/panel";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { problemOf } from "@/app/_lib/problem";
import { idsOf } from "@/app/(desk)/_components/live-hints";
import { useHints } from "@/app/(desk)/_components/live-provider";
import { alertsPath, noFilters } from "@/app/(desk)/alerts/_components/list-state";
import { firingOn, pastOn } from "@/app/(desk)/alerts/_components/panel-alerts";
import classes from "./host-panels.module.css";

// Its sheet would come with the first page that is opened, whichever that is.
const AlertEntries = dynamic(() =>
  import("@/app/(desk)/alerts/_components/alert-entries").then((module) => module.AlertEntries),
);

/** What fires on a host, to be acknowledged here, and what did lately. */
export function HostAlerts({ id }: { id: string }) {
  const { alerts } = useApi();
  const queryClient = useQueryClient();
  const firing = useQuery({ ...alerts.list.queryOptions(firingOn(id)), placeholderData: keepPreviousData });
  const past = useQuery({ ...alerts.list.queryOptions(pastOn(id)), placeholderData: keepPreviousData });
  useHints((heard) => {
    if (idsOf("alert", heard) !== undefined) void queryClient.invalidateQueries(alerts.list.queryFilter());
  });
  const [now, before] = [firing.data?.items ?? [], past.data?.items ?? []];
  const error = firing.error ?? past.error;
  const all = alertsPath({ ...noFilters, hostId: id });
  return (
    <Panel title="Alerts" note={noteOf(now.length)} actions={<Link href={all}>Open in alerts</Link>}>
      {error && <ProblemNotice problem={problemOf(error)} />}
      {now.length > 0 && <AlertEntries label="Firing on this host" alerts={now} isActedOn />}
      {before.length > 0 && (
        <section className={classes.past} aria-label="Past alerts">
          <AlertEntries label="Past alerts of this host" alerts={before} />
        </section>
      )}
      {firing.data && past.data && now.length + before.length === 0 && (
        <p className={classes.none}>No alert has named this host.</p>
      )}
    </Panel>
  );
}

const noteOf = (count: number) => (count === 0 ? "nothing fires" : `${count} firing`);
