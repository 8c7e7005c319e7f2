"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { CopyText } from "./copy-text";
import classes from "./shown-once.module.css";

type Props = {
  title: string;
  value: string;
  copyLabel: string;
  /** What it is good for and how long. */
  children: ReactNode;
  actions?: ReactNode;
};

/** A secret that OpsDesk can show this one time only, because it keeps no more than its hash. */
export function ShownOnce({ title, value, copyLabel, children, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={classes.once} aria-label={title}>
      <h2 ref={heading} tabIndex={-1} className={classes.title}>
        {title}
      </h2>
      <code className={classes.value}>{value}</code>
      <p className={classes.warning}>It is not shown again: copy it now.</p>
      <div className={classes.text}>{children}</div>
      <div className={classes.actions}>
        <CopyText value={value} label={copyLabel} />
        {actions}
      </div>
    </section>
  );
}
