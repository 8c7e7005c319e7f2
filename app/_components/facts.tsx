import type { ReactNode } from "react";
import { Copy } from "./copy";
import classes from "./facts.module.css";

/** Lists of facts side by side; one below the other on a phone. */
export function FactColumns({ children }: { children: ReactNode }) {
  return <div className={classes.columns}>{children}</div>;
}

export function FactList({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

/** One field. A value that there is not is "none"; `copies` is what its button copies. */
export function Fact({ name, value, copies }: { name: string; value: ReactNode; copies?: string | null }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        {value || <span className={classes.none}>none</span>}
        {copies && <Copy value={copies} what={name} />}
      </dd>
    </div>
  );
}
