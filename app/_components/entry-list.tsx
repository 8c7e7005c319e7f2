import type { ReactNode } from "react";
import classes from "./entry-list.module.css";

/** Things that need a sentence more than columns, one below the other. */
export function EntryList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className={classes.list}>
      {children}
    </ul>
  );
}

type Props = {
  name: ReactNode;
  marks?: ReactNode;
  /** What is known of it, in short: items of a list. */
  children: ReactNode;
  actions?: ReactNode;
};

export function Entry({ name, marks, children, actions }: Props) {
  return (
    <li className={classes.entry}>
      <div className={classes.words}>
        <p className={classes.line}>
          <span className={classes.name}>{name}</span>
          {marks}
        </p>
        <ul className={classes.notes}>{children}</ul>
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </li>
  );
}
