"use client";

import { type ReactNode, type ToggleEvent, useEffect, useId, useRef, useState } from "react";
import classes from "./popover-button.module.css";

type Props = {
  /** The button's content, which is its name. */
  children: ReactNode;
  className?: string | undefined;
  /** What the panel is called. */
  label: string;
  /** Made when the panel opens, and thrown away when it closes. */
  panel: (close: () => void) => ReactNode;
};

/**
 * A button with a panel below it, at the foot of the screen on a phone. The browser's own popover: it closes on Escape and on a
 * click beside it, and gives the keyboard back to its button.
 */
export function PopoverButton({ children, className, label, panel }: Props) {
  const id = useId();
  const popover = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  // It may have been opened before this program ran.
  useEffect(() => setOpen(popover.current?.matches(":popover-open") ?? false), []);
  const focusFirst = () => {
    const controls = popover.current?.querySelectorAll<HTMLElement>("input, select, button") ?? [];
    [...controls].find((control) => control.checkVisibility())?.focus();
  };
  const anchor = `--popover-${id}`;
  return (
    <>
      <button type="button" popoverTarget={id} className={className} style={{ anchorName: anchor }}>
        {children}
      </button>
      <section
        ref={popover}
        id={id}
        popover="auto"
        aria-label={isOpen ? label : undefined}
        className={classes.panel}
        style={{ positionAnchor: anchor }}
        onBeforeToggle={(event: ToggleEvent) => event.newState === "open" && setOpen(true)}
        onToggle={(event: ToggleEvent) => (event.newState === "open" ? focusFirst() : setOpen(false))}
      >
        {isOpen && panel(() => popover.current?.hidePopover())}
      </section>
    </>
  );
}
