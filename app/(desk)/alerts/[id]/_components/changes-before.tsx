import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useApi } from "@/app/_components/api-provider";
import { Panel } from "@/app/_components/panel";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { problemOf } from "@/app/_lib/problem";
import { HistoryEntry } from "@/app/(desk)/_components/history-entry";
import { useCan } from "@/app/(desk)/_components/profile";
import type { AlertHost } from "@/server/domain/alerts/schema";
import { numbers } from "@/server/domain/numbers";
import classes from "./alert-detail.module.css";

const span = `${numbers.alerts.changesBeforeMinutes} minutes`;

/** What changed on the host just before the alert began: often the reason. */
export function ChangesBefore({ id, host }: { id: string; host: AlertHost }) {
  const { data, error } = useQuery(useApi().alerts.changesBefore.queryOptions({ id }));
  const canReadAudit = useCan("audit-events.read");
  const path = data && `/audit-events?subjectType=host&subjectId=${host.id}&from=${data.from}`;
  return (
    <Panel
      title={`What changed on ${host.hostname} in the ${span} before`}
      actions={canReadAudit && path && <Link href={path}>Open in audit</Link>}
    >
      {error && <ProblemNotice problem={problemOf(error)} />}
      {data?.items.length === 0 && <p className={classes.none}>Nothing changed on this host in those {span}.</p>}
      {data && data.items.length > 0 && (
        <ol className={classes.changes}>
          {data.items.map((event) => (
            <HistoryEntry key={event.id} event={event} name="this host" />
          ))}
        </ol>
      )}
    </Panel>
  );
}
