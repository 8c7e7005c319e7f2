import type { ReactNode } from "react";
import classes from "./message-page.module.css";

type Props = { title: string; children: ReactNode; actions: ReactNode };

/** A page that has nothing to show but why, and what to do next. */
export function MessagePage({ title, children, actions }: Props) {
  return (
    <div className={classes.message}>
      <h1>{title}</h1>
      <div className={classes.text}>{children}</div>
      <div className={classes.actions}>{actions}</div>
    </div>
  );
}
