import type { ReactNode } from "react";
import classes from "./page-header.module.css";

type Props = { title: ReactNode; note?: ReactNode; actions?: ReactNode; children?: ReactNode };

/** A page's title with a note beside it, what can be done, and below, what narrows the page down. */
export function PageHeader({ title, note, actions, children }: Props) {
  return (
    <header className={classes.header}>
      <div className={classes.line}>
        <h1 className={classes.title}>{title}</h1>
        <p role="status" className={classes.note}>
          {note}
        </p>
        <div className={classes.actions}>{actions}</div>
      </div>
      {children && <div className={classes.narrowing}>{children}</div>}
    </header>
  );
}
