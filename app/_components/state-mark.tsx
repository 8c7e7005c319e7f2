import type { ReactNode } from "react";
import classes from "./state-mark.module.css";

const shapes = {
  dot: <circle cx="5" cy="5" r="3.2" />,
  ring: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  struck: (
    <path d="M8.1 1.9L1.9 8.1M9 5a4 4 0 1 1-8 0 4 4 0 0 1 8 0z" fill="none" stroke="currentColor" strokeWidth="1.4" />
  ),
};

type Props = { shape: keyof typeof shapes; tone: "proven" | "warning" | "quiet"; children: ReactNode };

/** A state, told by a word, and by a shape beside its colour. */
export function StateMark({ shape, tone, children }: Props) {
  return (
    <span className={classes.state} data-tone={tone}>
      <svg viewBox="0 0 10 10" width="10" height="10" fill="currentColor" className={classes.shape} aria-hidden>
        {shapes[shape]}
      </svg>
      <span>{children}</span>
    </span>
  );
}
