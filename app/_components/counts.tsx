import { numberText } from "@/app/_lib/count-text";
import classes from "./counts.module.css";

type Count = { name: string; count: number; note: string; isBad?: boolean };

/** A few figures in a row, each with what it counts. */
export function Counts({ counts }: { counts: readonly Count[] }) {
  return (
    <dl className={classes.counts}>
      {counts.map(({ name, count, note, isBad }) => (
        <div key={name} className={classes.count} data-bad={isBad}>
          <dt>{name}</dt>
          <dd className={classes.figure}>{numberText({ count, isExact: true })}</dd>
          <dd className={classes.note}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}
