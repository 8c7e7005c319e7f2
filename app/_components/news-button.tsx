"use client";

import { IconRefresh } from "@tabler/icons-react";
import classes from "./news-button.module.css";

/** That a list is no longer what it was, such as `3 changed`. It stands where nothing has to make room for it. */
export function NewsButton({ text, show }: { text: string | undefined; show: () => void }) {
  return (
    <span role="status" className={classes.place}>
      {text && (
        <button type="button" className={classes.news} onClick={show}>
          <IconRefresh size={15} aria-hidden /> {text}, show
        </button>
      )}
    </span>
  );
}
