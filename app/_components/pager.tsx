"use client";

import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type Count, numberText } from "@/app/_lib/count-text";
import classes from "./pager.module.css";

type Props = {
  shown: number;
  total: Count | undefined;
  /** The cursor of the page that follows; null on the last one, undefined while it is not known. */
  next: string | null | undefined;
  isFirst: boolean;
  nextLabel: string;
  goTo: (cursor: string | null) => void;
};

/** Steps through a list that knows what follows, but no page numbers. */
export function Pager({ shown, total, next, isFirst, nextLabel, goTo }: Props) {
  if (shown === 0 && isFirst) return null;
  return (
    <nav aria-label="Pages" className={classes.pager}>
      <p>
        {numberText({ count: shown, isExact: true })}
        {total && ` of ${numberText(total)}`}
      </p>
      <Button variant="default" disabled={isFirst} onClick={() => goTo(null)}>
        First
      </Button>
      <Button
        variant="default"
        disabled={!next}
        onClick={() => next && goTo(next)}
        rightSection={<IconChevronRight size={15} aria-hidden />}
      >
        {nextLabel}
      </Button>
    </nav>
  );
}
