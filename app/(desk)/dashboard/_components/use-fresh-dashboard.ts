import { useThrottledCallback } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { idsOf } from "@/app/(desk)/_components/live-hints";
import { useHints } from "@/app/(desk)/_components/live-provider";

/** An import changes thousands of hosts, and the figures are sums over all of them. */
const betweenMilliseconds = 5_000;

/** Keeps the dashboard up to date with what others change, every few seconds at most. */
export function useFreshDashboard(): void {
  const api = useApi();
  const queryClient = useQueryClient();
  const refetch = useThrottledCallback(() => {
    void queryClient.invalidateQueries(api.hosts.summary.queryFilter());
    void queryClient.invalidateQueries(api.hosts.recentChanges.queryFilter());
  }, betweenMilliseconds);
  const refetchAlerts = useThrottledCallback(() => {
    void queryClient.invalidateQueries(api.alerts.summary.queryFilter());
  }, betweenMilliseconds);
  useHints((heard) => {
    if (idsOf("host", heard) !== undefined) refetch();
    if (idsOf("alert", heard) !== undefined) refetchAlerts();
  });
}
