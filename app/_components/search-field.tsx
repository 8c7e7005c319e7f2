"use client";

import { Kbd, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRef } from "react";
import { isTooShort } from "@/app/_lib/search-text";
import { useSingleKeys } from "@/app/_lib/single-keys";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { numbers } from "@/server/domain/numbers";
import classes from "./search-field.module.css";

type Props = { label: string; value: string; onChange: (value: string) => void };

/** Searches a list while one types. `/` leads here from anywhere on the page. */
export function SearchField({ label, value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const areSingleKeysOn = useSingleKeys();
  useShortcuts({ "/": () => input.current?.focus() });
  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      className={classes.search}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={value === "" && areSingleKeysOn && <Kbd className={classes.key}>/</Kbd>}
      description={isTooShort(value) ? `Searches from ${numbers.lists.minSearchLength} characters on.` : undefined}
      descriptionProps={{ role: "status" }}
      maxLength={numbers.lists.maxSearchLength}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
