import { IconArrowRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./before-after.module.css";

/** A value that was replaced, and by what. */
export function BeforeAfter({ before, after }: { before: ReactNode; after: ReactNode }) {
  return (
    <span className={classes.change}>
      <del className={classes.removed}>{before}</del>
      <IconArrowRight size={13} aria-label="became" />
      <ins className={classes.added}>{after}</ins>
    </span>
  );
}
