"use client";

import { ActionIcon } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useOpenDialog } from "./desk-dialogs";

/** Opens the list of the keyboard shortcuts. */
export function ShortcutsButton() {
  const open = useOpenDialog();
  return (
    <ActionIcon size={36} aria-label="Keyboard shortcuts" aria-haspopup="dialog" onClick={() => open("shortcuts")}>
      <IconHelpCircle size={17} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
}
