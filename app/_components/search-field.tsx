"use client";

import { IconSearch } from "@tabler/icons-react";
import { useId, useRef } from "react";
import { isTooShort } from "@/app/_lib/search-text";
import { useSingleKeys } from "@/app/_lib/single-keys";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { numbers } from "@/server/domain/numbers";
import classes from "./search-field.module.css";

type Props = { label: string; value: string; onChange: (value: string) => void };

/**
 * Searches a list while one types. `/` leads here from anywhere on the page. The browser's own field, because lists would load
 * the components' for this alone.
 */
export function SearchField({ label, value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const noteId = useId();
  const areSingleKeysOn = useSingleKeys();
  useShortcuts({ "/": () => input.current?.focus() });
  return (
    <div className={classes.search}>
      <IconSearch size={16} aria-hidden className={classes.icon} />
      <input
        ref={input}
        type="search"
        aria-label={label}
        aria-describedby={isTooShort(value) ? noteId : undefined}
        placeholder={label}
        className={classes.input}
        maxLength={numbers.lists.maxSearchLength}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value === "" && areSingleKeysOn && (
        <kbd className={classes.key} aria-hidden>
          /
        </kbd>
      )}
      <p id={noteId} role="status" className={classes.note}>
        {isTooShort(value) && `Searches from ${numbers.lists.minSearchLength} characters on.`}
      </p>
    </div>
  );
}
