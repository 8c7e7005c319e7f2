import { useThrottledCallback } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useApiClient } from "@/app/_components/api-provider";
import { idsOf } from "@/app/(desk)/_components/live-hints";
import { useHints } from "@/app/(desk)/_components/live-provider";
import type { Alert, AlertFilter } from "@/server/domain/alerts/schema";
import { newsOf } from "./news";

type AlertPage = { items: Alert[]; nextCursor: string | null };
type Asked = AlertFilter & { cursor?: string };

/** Messages of Alertmanager come together. */
const betweenMilliseconds = 1_000;

/**
 * What others have changed on the page of the list that is shown. It is fetched when something is heard, and waits until it is
 * asked for, so that nothing moves under the pointer.
 */
export function useAlertNews(asked: Asked, shown: AlertPage | undefined) {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const [waiting, setWaiting] = useState<{ behind: AlertPage | undefined; page: AlertPage }>();
  const look = useThrottledCallback(() => {
    // Without an answer nothing is said; the next hint asks again.
    void client.alerts.list.query(asked).then(
      (page) => setWaiting({ behind: shown, page }),
      () => {},
    );
  }, betweenMilliseconds);
  useHints((heard) => {
    if (idsOf("alert", heard) !== undefined) look();
  });
  // What was fetched for another page of the list, or before it was fetched again, is no news.
  if (!shown || waiting?.behind !== shown) return undefined;
  const text = newsOf(shown.items, waiting.page.items);
  const show = () => {
    queryClient.setQueryData(api.alerts.list.queryKey(asked), waiting.page);
    void queryClient.invalidateQueries(api.alerts.count.queryFilter());
    void queryClient.invalidateQueries(api.alerts.summary.queryFilter());
  };
  return text === undefined ? undefined : { text, show };
}
