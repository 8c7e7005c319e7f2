"use client";

import { UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { Key } from "@/app/_components/key";
import { useOpenDialog } from "./desk-dialogs";
import classes from "./search-button.module.css";

/** Opens the palette. It looks like the field that it leads to. */
export function SearchButton() {
  const open = useOpenDialog();
  return (
    <UnstyledButton
      className={classes.button}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => open("palette")}
    >
      <IconSearch size={16} stroke={1.75} className={classes.icon} aria-hidden />
      <span className={classes.text}>Search hosts, pages, actions …</span>
      <span className={classes.key}>
        <Key>Ctrl K</Key>
      </span>
    </UnstyledButton>
  );
}
