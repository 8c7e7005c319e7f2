"use client";

import { Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./filter-bar.module.css";

type Props = {
  /** How many of the filters are set. */
  setCount: number;
  clear: () => void;
  /** The filters: chips, each an item of a list. */
  children: ReactNode;
};

/** What narrows a list down: each filter a chip that opens it. On a phone those that are not set wait behind a button. */
export function FilterBar({ setCount, clear, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className={classes.more}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <IconFilter size={15} aria-hidden /> Filters {setCount > 0 && <strong>{setCount}</strong>}
      </button>
      <ul id={id} aria-label="Filters" className={classes.filters} data-open={isOpen} data-count={setCount}>
        {children}
        {setCount > 0 && (
          <li>
            <Button variant="subtle" size="compact-sm" className={classes.clear} onClick={clear}>
              Clear
            </Button>
          </li>
        )}
      </ul>
    </>
  );
}
