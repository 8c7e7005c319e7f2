import { useWindowEvent } from "@mantine/hooks";
import type { RefObject } from "react";

const scrollKeys = new Set(["PageDown", "PageUp", "Home", "End", "ArrowDown", "ArrowUp", " "]);

/** The browser's keys scroll the page, where nothing else has the keyboard. Here they scroll what scrolls in its place. */
export function useScrollKeys(scrolled: RefObject<HTMLElement | null>): void {
  useWindowEvent("keydown", ({ key }) => {
    if (document.activeElement === document.body && scrollKeys.has(key)) scrolled.current?.focus();
  });
}
