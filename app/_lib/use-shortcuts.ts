import { useWindowEvent } from "@mantine/hooks";
import { type RefObject, useRef } from "react";
import { followKey } from "./key-sequence";
import { areSingleKeysOn } from "./single-keys";

/** A sequence whose next key comes later than this was given up. */
const sequenceMilliseconds = 1_500;

const typed =
  "input:not([type='checkbox'], [type='radio'], [type='button']), textarea, select, [contenteditable='true']";

/**
 * Shortcuts of keys alone, such as "j", "?" and "Escape", and of sequences such as "g h". They do nothing while somebody types
 * in a field, while a dialog or a menu is open, or with Ctrl, Alt or Meta held; characters also not where single keys are turned off.
 * Those of a dialog name it as their `owner`, and work while nothing else is open.
 */
export function useShortcuts(keys: Record<string, () => void>, owner?: RefObject<HTMLElement | null>): void {
  const begun = useRef({ keys: "", atMilliseconds: 0 });
  useWindowEvent("keydown", (event) => {
    if (!isFor(owner?.current, event)) return;
    const isLate = event.timeStamp - begun.current.atMilliseconds > sequenceMilliseconds;
    const { match, pending } = followKey(isLate ? "" : begun.current.keys, event.key, Object.keys(keys));
    begun.current = { keys: pending, atMilliseconds: event.timeStamp };
    if (match === undefined) return;
    event.preventDefault();
    keys[match]?.();
  });
}

function isFor(owner: HTMLElement | null | undefined, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.target instanceof Element && event.target.closest(typed)) return false;
  const open = document.querySelectorAll("dialog:modal, [aria-modal='true'], :popover-open");
  if ([...open].some((each) => each !== owner)) return false;
  return event.key.length > 1 || areSingleKeysOn();
}
