import type { ReactNode } from "react";
import { Wordmark } from "@/app/_components/wordmark";
import { LiveMark } from "./live-mark";
import { NavigationLinks } from "./navigation-links";
import { SearchButton } from "./search-button";
import classes from "./shell.module.css";
import { ShortcutsButton } from "./shortcuts-button";
import { ThemeSwitch } from "./theme-switch";
import { UserMenu } from "./user-menu";

/** Navigation at the side, or at the foot of a phone; who is signed in at the top; the page in the middle. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.bar}>
        <div className={classes.mark}>
          <Wordmark href="/dashboard" />
        </div>
        <SearchButton />
        <div className={classes.tools}>
          <LiveMark />
          <ThemeSwitch />
          <span className={classes.onDesk}>
            <ShortcutsButton />
          </span>
          <UserMenu />
        </div>
      </header>
      <nav aria-label="Places" className={classes.places}>
        <NavigationLinks />
      </nav>
      <main id="content" tabIndex={-1} className={classes.content}>
        {children}
      </main>
    </div>
  );
}
