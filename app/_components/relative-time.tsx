"use client";

import { exactTime, relativeTime } from "@/app/_lib/time";
import { useNow } from "./clock";
import classes from "./relative-time.module.css";

type Props = { at: string; exactSide?: "before" | "after" };

/** How long ago something was. The exact time shows under the pointer, and while the keyboard is in the same row. */
export function RelativeTime({ at, exactSide = "before" }: Props) {
  return (
    <time dateTime={at} className={classes.time}>
      {relativeTime(at, useNow())}
      <span className={exactSide === "after" ? `${classes.exact} ${classes.after}` : classes.exact}>
        {exactTime(at)}
      </span>
    </time>
  );
}
