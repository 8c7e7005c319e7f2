"use client";

import { Button } from "@mantine/core";
import { Fragment } from "react";
import { Dialog } from "@/app/_components/dialog";
import dialog from "@/app/_components/dialog.module.css";
import { may } from "@/app/_lib/may";
import { setSingleKeys, useSingleKeys } from "@/app/_lib/single-keys";
import { useProfile } from "./profile";
import { type Shortcut, shortcutGroups } from "./shortcut-list";
import classes from "./shortcuts-dialog.module.css";

/** The keyboard shortcuts of the desk, with the switch that turns single keys off. */
export function ShortcutsDialog({ close }: { close: () => void }) {
  const profile = useProfile();
  const isOn = useSingleKeys();
  const isAllowed = ({ permission }: Shortcut) => permission === undefined || may(profile, permission);
  const groups = shortcutGroups.map(({ label, shortcuts }) => ({ label, shortcuts: shortcuts.filter(isAllowed) }));
  return (
    <Dialog title="Keyboard shortcuts" onClose={close}>
      {(closeDialog) => (
        <div className={dialog.body}>
          {groups
            .filter(({ shortcuts }) => shortcuts.length > 0)
            .map(({ label, shortcuts }) => (
              <section key={label}>
                <h3 className={classes.group}>{label}</h3>
                <dl className={classes.list}>
                  {shortcuts.map(({ keys, does }) => (
                    <Fragment key={keys}>
                      <dt>
                        {keys.split(" ").map((key) => (
                          <kbd key={key} className={classes.key}>
                            {key}
                          </kbd>
                        ))}
                      </dt>
                      <dd>{does}</dd>
                    </Fragment>
                  ))}
                </dl>
              </section>
            ))}
          <label className={classes.switch}>
            <input type="checkbox" checked={isOn} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
            <span>
              Shortcuts of single keys
              <span className={classes.note}>Off, only those with Ctrl or Cmd work. This browser remembers it.</span>
            </span>
          </label>
          <div className={dialog.actions}>
            <Button variant="default" onClick={closeDialog}>
              Close
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
