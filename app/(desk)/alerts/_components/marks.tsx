import { StateMark } from "@/app/_components/state-mark";
// As bad as hosts are critical, in the same colours: every sheet of a page comes with the first page that is opened.
import classes from "@/app/(desk)/hosts/_components/marks.module.css";
import type { Alert } from "@/server/domain/alerts/schema";

const shapes = {
  critical: <path d="M5 0l5 5-5 5-5-5z" />,
  warning: <path d="M5 .8l5 8.8H0z" />,
  info: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  none: <path d="M1 4.2h8v1.6H1z" />,
};

const colours = { critical: "critical", warning: "high", info: "medium", none: "low" };

/** How bad an alert is, told by a word and by a shape beside its colour. */
export function Severity({ value }: { value: Alert["severity"] }) {
  return (
    <span className={classes.criticality} data-value={colours[value]}>
      <svg viewBox="0 0 10 10" width="10" height="10" fill="currentColor" className={classes.shape} aria-hidden>
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
