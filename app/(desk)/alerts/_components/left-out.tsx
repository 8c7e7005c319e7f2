import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/app/_components/api-provider";
import { Notice } from "@/app/_components/notice";
import { exactTime } from "@/app/_lib/time";
import classes from "./alert-list.module.css";

const format = new Intl.NumberFormat("en");

/** Says that there are alerts of which Alertmanager did not tell, and what to do about it. */
export function LeftOut() {
  const { data } = useQuery(useApi().alerts.summary.queryOptions());
  if (!data?.leftOut) return null;
  const { count, receivedAt } = data.leftOut;
  const alerts = count === 1 ? "1 alert" : `${format.format(count)} alerts`;
  return (
    <div className={classes.notice}>
      <Notice tone="warning" title={`Alertmanager left ${alerts} out`}>
        A message of {exactTime(receivedAt)} did not tell of all alerts. Set <code>max_alerts: 0</code> in its receiver,
        and group alerts into smaller messages.
      </Notice>
    </div>
  );
}
