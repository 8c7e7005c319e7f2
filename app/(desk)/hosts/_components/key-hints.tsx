"use client";

import { useSingleKeys } from "@/app/_lib/single-keys";
import classes from "./host-list.module.css";

/** The keys that walk the rows, where they are on and there is room. */
export function KeyHints() {
  if (!useSingleKeys()) return null;
  return (
    <p className={classes.hints}>
      <span>
        <kbd>j</kbd> <kbd>k</kbd> move
      </span>
      <span>
        <kbd>x</kbd> select
      </span>
      <span>
        <kbd>e</kbd> edit
      </span>
    </p>
  );
}
