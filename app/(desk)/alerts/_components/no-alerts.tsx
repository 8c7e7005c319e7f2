import { Button } from "@mantine/core";
import { EmptyList } from "@/app/_components/empty-list";
import type { AlertFilter } from "@/server/domain/alerts/schema";

/** An empty list of alerts: good news, or filters that nothing fits. */
export function NoAlerts({ filter, showAll }: { filter: AlertFilter; showAll: () => void }) {
  const { status, ...others } = filter;
  const isNarrowed = Object.keys(others).length > 0;
  if (!isNarrowed && status === undefined) {
    return (
      <EmptyList title="No alerts yet">
        They come from Alertmanager: give it an API token that may write alerts, and the address{" "}
        <code>/api/v1/hooks/alertmanager</code> as a webhook.
      </EmptyList>
    );
  }
  const all = <Button onClick={showAll}>Show all alerts</Button>;
  if (!isNarrowed && status?.join() === "firing") {
    return (
      <EmptyList title="Nothing fires" actions={all}>
        New alerts appear here as soon as Alertmanager tells of them.
      </EmptyList>
    );
  }
  return (
    <EmptyList title="No alert matches" actions={all}>
      The search looks at names, summaries and labels. Take a filter away above, or show all alerts.
    </EmptyList>
  );
}
