import Link from "next/link";
import classes from "./figure-link.module.css";
import { hostsPath, type ListChoice } from "./hosts-path";

type Props = {
  count: number;
  /** What is counted, for those who do not see where the number stands: "prod, critical". */
  what: string;
  list: ListChoice;
};

const format = new Intl.NumberFormat("en");

/** A number of hosts that leads to their list; "none" where there are none. */
export function FigureLink({ count, what, list }: Props) {
  if (count === 0) return <span className={classes.none}>none</span>;
  return (
    <Link
      href={hostsPath(list)}
      prefetch={false}
      className={classes.figure}
      aria-label={`${format.format(count)} ${what}`}
    >
      {format.format(count)}
    </Link>
  );
}
