import type { ReactNode } from "react";
import classes from "./empty-list.module.css";

type Props = { title: string; children: ReactNode; actions?: ReactNode };

/** What stands where a list is empty: that it is, and what to do next. */
export function EmptyList({ title, children, actions }: Props) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      <p>{children}</p>
      <div className={classes.actions}>{actions}</div>
    </div>
  );
}
