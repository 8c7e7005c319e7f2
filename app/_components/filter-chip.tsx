"use client";

import { IconChevronDown, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./filter-chip.module.css";
import { PopoverButton } from "./popover-button";

type Props = {
  label: string;
  /** What is chosen, such as "is prod"; undefined while the filter is not set. */
  chosen: ChosenText | undefined;
  remove: () => void;
  /** Where it is chosen. A filter without it comes by a link alone. */
  panel?: (close: () => void) => ReactNode;
};

export type ChosenText = { verb: string; value: string };

/** One filter of a list: a button that opens it, and, where it is set, one that takes it away. */
export function FilterChip({ label, chosen, remove, panel }: Props) {
  if (!chosen && !panel) return null;
  const text = chosen ? (
    <span className={classes.text}>
      {label} {chosen.verb} <strong>{chosen.value}</strong>
    </span>
  ) : (
    <>
      {label}
      <IconChevronDown size={13} aria-hidden />
    </>
  );
  return (
    <li className={classes.chip} data-set={chosen !== undefined}>
      {panel ? (
        <PopoverButton label={label} panel={panel} className={classes.open}>
          {text}
        </PopoverButton>
      ) : (
        <span className={classes.open}>{text}</span>
      )}
      {chosen && (
        <button
          type="button"
          className={classes.remove}
          aria-label={`Remove the filter ${label}`}
          onClick={(event) => {
            // The button goes, and the keyboard with it.
            event.currentTarget.parentElement?.querySelector("button")?.focus();
            remove();
          }}
        >
          <IconX size={13} aria-hidden />
        </button>
      )}
    </li>
  );
}
