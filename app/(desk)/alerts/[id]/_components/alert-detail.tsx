"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import classes from "@/app/_components/detail-columns.module.css";
import { DetailHeader } from "@/app/_components/detail-header";
import { historyInput } from "@/app/(desk)/_components/history-page";
import { SubjectHistory } from "@/app/(desk)/_components/subject-history";
import { AcknowledgeButton } from "@/app/(desk)/alerts/_components/acknowledge-button";
import { AlertState, Severity } from "@/app/(desk)/alerts/_components/marks";
import { AlertFacts } from "./alert-facts";
import { ChangesBefore } from "./changes-before";
import { Acknowledged, WhichHost } from "./notices";
import { TextsPanel } from "./texts-panel";

/** One alert: what it says, since when, on which host, who looks after it, and what changed there before. */
export function AlertDetail({ id }: { id: string }) {
  const api = useApi();
  const client = useApiClient();
  const { data: alert } = useSuspenseQuery(api.alerts.get.queryOptions({ id }));
  return (
    <>
      <DetailHeader
        list={{ href: "/alerts", label: "Alerts" }}
        name={alert.name}
        actions={<AcknowledgeButton alert={alert} shortcut="a" />}
      >
        <Severity value={alert.severity} />
        <AlertState alert={alert} />
      </DetailHeader>
      <div className={classes.columns}>
        <div className={classes.panels}>
          {alert.acknowledgement && <Acknowledged acknowledgement={alert.acknowledgement} />}
          <AlertFacts alert={alert} />
          <WhichHost alert={alert} />
          {alert.host && <ChangesBefore id={id} host={alert.host} />}
          <TextsPanel title="Labels" texts={alert.labels} />
          <TextsPanel title="Annotations" texts={alert.annotations} />
        </div>
        <SubjectHistory
          subject={{ type: "alert", id }}
          name="this alert"
          queryKey={api.alerts.history.infiniteQueryKey(historyInput(id))}
          fetch={(input) => client.alerts.history.query(input)}
        />
      </div>
    </>
  );
}
