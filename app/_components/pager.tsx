"use client";

import { Button } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { type Count, numberText } from "@/app/_lib/count-text";
import { previousPage, rememberStep } from "@/app/_lib/page-trail";
import classes from "./pager.module.css";

type Props = {
  shown: number;
  total: Count | undefined;
  /** Where the page begins; null for the first. */
  cursor: string | null;
  /** The cursor of the page that follows; null on the last one, undefined while it is not known. */
  next: string | null | undefined;
  nextLabel: string;
  goTo: (cursor: string | null) => void;
  children?: ReactNode;
};

/** Steps through a list that knows what follows, but no page numbers. Back it goes the way that one came. */
export function Pager({ shown, total, cursor, next, nextLabel, goTo, children }: Props) {
  const isMounted = useMounted();
  const previous = useMemo(
    () => (isMounted && cursor !== null ? previousPage(cursor) : undefined),
    [isMounted, cursor],
  );
  if (shown === 0 && cursor === null) return null;
  const goOn = (following: string) => {
    rememberStep(cursor, following);
    goTo(following);
  };
  return (
    <nav aria-label="Pages" className={classes.pager}>
      <p className={classes.count}>
        {numberText({ count: shown, isExact: true })}
        {total && ` of ${numberText(total)}`}
      </p>
      {children}
      <Button variant="default" disabled={cursor === null} onClick={() => goTo(null)}>
        First
      </Button>
      <Button
        variant="default"
        disabled={previous === undefined}
        onClick={() => previous !== undefined && goTo(previous)}
        aria-label="Previous"
        leftSection={<IconChevronLeft size={15} aria-hidden />}
        className={classes.previous}
      >
        Previous
      </Button>
      <Button
        variant="default"
        disabled={!next}
        onClick={() => next && goOn(next)}
        rightSection={<IconChevronRight size={15} aria-hidden />}
      >
        {nextLabel}
      </Button>
    </nav>
  );
}
