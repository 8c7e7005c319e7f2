"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import classes from "./dialog.module.css";

type Props = {
  title: string;
  /** Told when the dialog has closed, and the keyboard is back where it came from. */
  onClose: () => void;
  /** For what needs more room than a question. */
  isWide?: boolean;
  children: (close: () => void) => ReactNode;
};

/** A question over the page: the browser's own dialog, which keeps the keyboard inside and gives it back in the end. */
export function Dialog({ title, onClose, isWide = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={titleId} className={classes.dialog} data-wide={isWide} onClose={onClose}>
      <h2 id={titleId} className={classes.title}>
        {title}
      </h2>
      {children(() => dialog.current?.close())}
    </dialog>
  );
}
