import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./notice.module.css";

const icons = {
  critical: IconAlertTriangle,
  warning: IconAlertTriangle,
  proven: IconCircleCheck,
  plain: IconInfoCircle,
};

type Props = { tone: keyof typeof icons; title: string; children?: ReactNode };

/** Something to know before going on. Bad news is read out at once, other news when there is time. */
export function Notice({ tone, title, children }: Props) {
  const Icon = icons[tone];
  return (
    <div role={tone === "critical" ? "alert" : "status"} className={classes.notice} data-tone={tone}>
      <Icon size={17} stroke={1.75} className={classes.icon} aria-hidden />
      <div>
        <strong className={classes.title}>{title}</strong>
        {children && <div className={classes.text}>{children}</div>}
      </div>
    </div>
  );
}
