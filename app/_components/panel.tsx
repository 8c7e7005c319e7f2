import type { ReactNode } from "react";
import classes from "./panel.module.css";

type Props = { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A part of a page with a title and a hairline around it. */
export function Panel({ title, note, actions, children }: Props) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {note && <p className={classes.note}>{note}</p>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
