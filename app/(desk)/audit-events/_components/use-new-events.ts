import { useThrottledCallback } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApi } from "@/app/_components/api-provider";
import { numberText } from "@/app/_lib/count-text";
import { idsOf } from "@/app/(desk)/_components/live-hints";
import { useHints } from "@/app/(desk)/_components/live-provider";
import type { AuditEventFilter, AuditEventItem } from "@/server/domain/audit-events/schema";
import { newerThan, uncounted } from "./newer-events";

/** However busy the desk is, the news is counted no more often than this. */
const countEveryMilliseconds = 1_000;

type Shown = {
  filter: AuditEventFilter;
  events: readonly AuditEventItem[];
  /** Whether this is the newest page of all that match: only there do new events show. */
  isNewest: boolean;
  isFetching: boolean;
};

/** How many events that match have come since the log was fetched, and how to fetch it again. Nothing moves by itself. */
export function useNewEvents({ filter, events, isNewest, isFetching }: Shown) {
  const { auditEvents } = useApi();
  const queryClient = useQueryClient();
  const [hasHeard, setHeard] = useState(false);
  const newer = auditEvents.count.queryOptions(newerThan(filter, events));
  const news = useQuery({ ...newer, enabled: hasHeard && isNewest });

  const countAgain = useThrottledCallback(() => {
    setHeard(true);
    void queryClient.invalidateQueries({ queryKey: newer.queryKey });
  }, countEveryMilliseconds);
  useHints((heard) => {
    if (isNewest && idsOf("audit-event", heard) !== undefined) countAgain();
  });
  useEffect(() => {
    if (isFetching) setHeard(false);
  }, [isFetching]);

  const show = () => {
    for (const { pathFilter } of [auditEvents.list, auditEvents.count])
      void queryClient.invalidateQueries(pathFilter());
  };
  const count = hasHeard && isNewest && news.data ? uncounted(news.data, events) : undefined;
  return { text: count && `${numberText(count)} new`, show };
}
