import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./detail-header.module.css";

type Props = {
  /** The list that the thing stands in. */
  list: { href: string; label: string };
  name: string;
  children?: ReactNode;
  actions?: ReactNode;
};

/** The head of one thing's page: where it stands, its name with what tells its state, and what can be done. */
export function DetailHeader({ list, name, children, actions }: Props) {
  return (
    <header className={classes.header}>
      <nav aria-label="Breadcrumb">
        <ul className={classes.path}>
          <li>
            <Link href={list.href}>{list.label}</Link>
          </li>
          <li aria-current="page">{name}</li>
        </ul>
      </nav>
      <div className={classes.line}>
        <h1 className={classes.name}>{name}</h1>
        {children}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </header>
  );
}
