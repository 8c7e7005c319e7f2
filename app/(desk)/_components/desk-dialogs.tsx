"use client";

import { useWindowEvent } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useState } from "react";
import { may } from "@/app/_lib/may";
import { useShortcuts } from "@/app/_lib/use-shortcuts";
import { useNavigate } from "./leave-guard";
import { navigation } from "./navigation";
import { useProfile } from "./profile";

const loadPalette = () => import("./palette").then(({ Palette }) => Palette);
const Palette = dynamic(loadPalette, { ssr: false });
const ShortcutsDialog = dynamic(() => import("./shortcuts-dialog").then(({ ShortcutsDialog }) => ShortcutsDialog), {
  ssr: false,
});

type DialogName = "palette" | "shortcuts";

const OpenContext = createContext<(name: DialogName) => void>(() => {});

/** The dialogs that every page of the desk can open, and the keys that lead through the desk. */
export function DeskDialogs({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<DialogName>();
  // Once loaded it stays, so that closing gives the keyboard back.
  const [isPaletteLoaded, setPaletteLoaded] = useState(false);
  const show = (name: DialogName) => {
    if (name === "palette") setPaletteLoaded(true);
    setOpen(name);
  };
  usePlaceKeys();
  useShortcuts({ "?": () => show("shortcuts") });
  useWindowEvent("keydown", (event) => {
    // The first key of two: by the second, what opens should be there.
    if (event.key === "Control" || event.key === "Meta") void loadPalette();
    if (!isPaletteKey(event) || document.querySelector("dialog:modal")) return;
    event.preventDefault();
    if (open === "palette") setOpen(undefined);
    else show("palette");
  });
  return (
    <OpenContext value={show}>
      {children}
      {isPaletteLoaded && (
        <Palette
          isOpen={open === "palette"}
          close={() => setOpen((name) => (name === "palette" ? undefined : name))}
          showShortcuts={() => show("shortcuts")}
        />
      )}
      {open === "shortcuts" && <ShortcutsDialog close={() => setOpen(undefined)} />}
    </OpenContext>
  );
}

/** Opens one of the desk's dialogs. */
export const useOpenDialog = () => useContext(OpenContext);

const isPaletteKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) =>
  key.toLowerCase() === "k" && ctrlKey !== metaKey && !altKey && !shiftKey;

/** `g` and a letter lead to a place that one may read. */
function usePlaceKeys(): void {
  const profile = useProfile();
  const navigate = useNavigate();
  const places = navigation.filter(({ key, permission }) => key !== undefined && may(profile, permission));
  useShortcuts(Object.fromEntries(places.map(({ key, href }) => [`g ${key}`, () => navigate(href)])));
}
