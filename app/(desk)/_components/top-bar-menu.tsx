import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./top-bar-menu.module.css";

type Props = { label: string; button: ReactNode; children: ReactNode };

/**
 * A button of the top bar with a panel below it. The browser's own popover: it opens before any program has run, closes on
 * Escape and on a click beside it, gives the keyboard back to its button, and weighs nothing.
 */
export function TopBarMenu({ label, button, children }: Props) {
  const id = useId();
  return (
    <div className={classes.menu}>
      <UnstyledButton className={classes.button} popoverTarget={id}>
        <VisuallyHidden>{label}</VisuallyHidden>
        {button}
      </UnstyledButton>
      <div id={id} popover="auto" className={classes.panel}>
        {children}
      </div>
    </div>
  );
}
