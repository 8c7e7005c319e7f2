import classes from "./key.module.css";

/** A key of the keyboard that does what it stands beside. Those who hear the page hear the name of the thing alone. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className={classes.key} aria-hidden>
      {children}
    </kbd>
  );
}
