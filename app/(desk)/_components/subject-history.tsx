"use client";

import { Button } from "@mantine/core";
import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ProblemNotice } from "@/app/_components/problem-notice";
import { problemOf } from "@/app/_lib/problem";
import { HistoryEntry } from "./history-entry";
import { type FetchHistory, historyOptions } from "./history-page";
import { useCan } from "./profile";
import classes from "./subject-history.module.css";

type Props = {
  subject: { type: string; id: string };
  /** What sentences call it, such as "this host". */
  name: string;
  queryKey: QueryKey;
  fetch: FetchHistory;
};

/** What happened to one thing, the newest first; older changes on demand. */
export function SubjectHistory({ subject: { type, id }, name, queryKey, fetch }: Props) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    historyOptions(queryKey, id, fetch),
  );
  const canReadAudit = useCan("audit-events.read");
  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <aside className={classes.history} aria-labelledby="history">
      <div className={classes.head}>
        <h2 id="history" className={classes.title}>
          History
        </h2>
        {canReadAudit && <Link href={`/audit-events?subjectType=${type}&subjectId=${id}`}>Open in audit</Link>}
      </div>
      {error && <ProblemNotice problem={problemOf(error)} />}
      <ol className={classes.entries}>
        {events.map((event) => (
          <HistoryEntry key={event.id} event={event} name={name} />
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
