"use client";

import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { IconMoon, IconSun } from "@tabler/icons-react";
import classes from "./theme-switch.module.css";
import { TopBarMenu } from "./top-bar-menu";

const choices: readonly { scheme: MantineColorScheme; label: string }[] = [
  { scheme: "light", label: "Light" },
  { scheme: "dark", label: "Dark" },
  { scheme: "auto", label: "As the system" },
];

/** Light, dark, or as the system says. The browser remembers it. */
export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The server does not know what the browser remembers: the style sheet picks the icon, and the choice shows a moment later.
  const isMounted = useMounted();
  const icons = (
    <>
      <IconSun size={17} stroke={1.75} className={classes.light} aria-hidden />
      <IconMoon size={17} stroke={1.75} className={classes.dark} aria-hidden />
    </>
  );
  return (
    <TopBarMenu label="Theme" button={icons}>
      <fieldset className={classes.choices}>
        <legend className={classes.legend}>Theme</legend>
        {choices.map(({ scheme, label }) => (
          <label key={scheme}>
            <input
              type="radio"
              name="theme"
              checked={isMounted && colorScheme === scheme}
              onChange={() => setColorScheme(scheme)}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </TopBarMenu>
  );
}
