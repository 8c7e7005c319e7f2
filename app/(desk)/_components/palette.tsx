"use client";

import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/Paper.layer.css";
import "@mantine/core/styles/ScrollArea.layer.css";
import "@mantine/spotlight/styles.layer.css";
import { Modal, VisuallyHidden } from "@mantine/core";
import { createSpotlight, Spotlight, useSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect } from "react";
import classes from "./palette.module.css";
import type { Entry } from "./palette-entries";
import { usePaletteGroups } from "./use-palette-groups";

const [store, palette] = createSpotlight();
const listId = "palette-entries";
/** Spotlight moves its mark in the page without telling React, which is to tell those who hear the page. */
const tellSelected = () => queueMicrotask(() => store.setState((state) => ({ ...state })));
const optionId = (index: number) => `palette-entry-${index}`;

type Props = { isOpen: boolean; close: () => void; showShortcuts: () => void };

/** Finds hosts, pages and actions by a few letters, with the keyboard alone. */
export function Palette({ isOpen, close, showShortcuts }: Props) {
  useEffect(() => (isOpen ? palette.open() : palette.close()), [isOpen]);
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      onSpotlightClose={close}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      transitionProps={{ duration: 0 }}
      classNames={classes}
      scrollable
    >
      <VisuallyHidden>
        <Modal.Title>Palette</Modal.Title>
      </VisuallyHidden>
      <Choice showShortcuts={showShortcuts} />
    </Spotlight.Root>
  );
}

/** Spotlight knows which entry is marked; what hears the page is told of it as of any combobox. */
function Choice({ showShortcuts }: Pick<Props, "showShortcuts">) {
  const { query, selected } = useSpotlight(store);
  const { groups, isSearching } = usePaletteGroups(query, showShortcuts);
  const entries = groups.flatMap(({ entries }) => entries);
  const first = entries[0]?.id;
  // What is found later stands first, and what stands first is meant.
  useEffect(() => {
    if (first !== undefined) store.setState((state) => ({ ...state, selected: 0 }));
  }, [first]);
  return (
    <>
      <Spotlight.Search
        placeholder="Search hosts, pages, actions …"
        leftSection={<IconSearch size={16} aria-hidden />}
        aria-label="Search hosts, pages, actions"
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={entries[selected] && optionId(selected)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        onKeyDown={tellSelected}
      />
      <Spotlight.ActionsList id={listId} role="listbox" aria-label="Found">
        {groups.map(({ label, entries: ofGroup }) => (
          <Spotlight.ActionsGroup key={label} label={label} role="group" aria-label={label}>
            {ofGroup.map((entry) => (
              <Option key={entry.id} entry={entry} index={entries.indexOf(entry)} selected={selected} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
      <p role="status" className={classes.status}>
        {statusOf(entries.length, isSearching, query)}
      </p>
    </>
  );
}

function Option({ entry: { label, note, run }, index, selected }: { entry: Entry; index: number; selected: number }) {
  const isSelected = index === selected;
  return (
    <button
      type="button"
      id={optionId(index)}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      className={classes.action}
      data-action
      data-selected={isSelected || undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        palette.close();
        run();
      }}
    >
      <span className={classes.label}>{label}</span>
      {note && <span className={classes.note}>{note}</span>}
    </button>
  );
}

function statusOf(count: number, isSearching: boolean, query: string): string {
  if (isSearching) return "Searching hosts …";
  if (count === 0) return `Nothing is found for “${query.trim()}”.`;
  return query.trim().length > 0 && query.trim().length < 3 ? "Hosts are searched from 3 characters on." : "";
}
