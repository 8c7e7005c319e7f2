import { StateMark } from "@/app/_components/state-mark";
import type { Alert } from "@/server/domain/alerts/schema";
import classes from "./marks.module.css";

const shapes = {
  critical: <path d="M5 0l5 5-5 5-5-5z" />,
  warning: <path d="M5 .8l5 8.8H0z" />,
  info: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  none: <path d="M1 4.2h8v1.6H1z" />,
};

/** How bad an alert is, told by a word and by a shape beside its colour. */
export function Severity({ value }: { value: Alert["severity"] }) {
  return (
    <span className={classes.severity} data-value={value}>
      <svg viewBox="0 0 10 10" width="10" height="10" fill="currentColor" aria-hidden>
        {shapes[value]}
      </svg>
      {value === "none" ? "no severity" : value}
    </span>
  );
}

/** Whether an alert fires, and whether somebody looks after it. */
export function AlertState({
  alert: { status, acknowledgement },
}: {
  alert: Pick<Alert, "status" | "acknowledgement">;
}) {
  if (status === "resolved") return <AlertStatus value="resolved" />;
  if (!acknowledgement) return <AlertStatus value="firing" />;
  return (
    <StateMark shape="ring" tone="warning">
      acknowledged
    </StateMark>
  );
}

export function AlertStatus({ value }: { value: Alert["status"] }) {
  const isFiring = value === "firing";
  return (
    <StateMark shape={isFiring ? "dot" : "struck"} tone={isFiring ? "warning" : "quiet"}>
      {value}
    </StateMark>
  );
}
