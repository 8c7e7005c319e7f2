"use client";

import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { problemOf } from "@/app/_lib/problem";
import { useCan } from "@/app/(desk)/_components/profile";
import { HistoryEntry } from "./history-entry";
import { historyInput, historyOptions } from "./history-page";
import classes from "./host-history.module.css";

/** What happened to a host, the newest first; older changes on demand. */
export function HostHistory({ id }: { id: string }) {
  const api = useApi();
  const client = useApiClient();
  const key = api.hosts.history.infiniteQueryKey(historyInput(id));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    historyOptions(key, id, (input) => client.hosts.history.query(input)),
  );
  const canReadAudit = useCan("audit-events.read");
  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <aside className={classes.history} aria-labelledby="history">
      <div className={classes.head}>
        <h2 id="history" className={classes.title}>
          History
        </h2>
        {canReadAudit && <Link href={`/audit-events?subjectType=host&subjectId=${id}`}>Open in audit</Link>}
      </div>
      {error && <ProblemNotice problem={problemOf(error)} />}
      <ol className={classes.entries}>
        {events.map((event) => (
          <HistoryEntry key={event.id} event={event} />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older changes
        </Button>
      )}
    </aside>
  );
}
