import { useSyncExternalStore } from "react";

const storageKey = "opsdesk.single-keys";

/** Whether shortcuts of single keys are on, which they are until somebody turns them off in this browser. */
export const areSingleKeysOn = () => localStorage.getItem(storageKey) !== "off";

/** Turns the shortcuts of single keys on or off: who speaks to the computer, or types with tremor, triggers them unawares. */
export function setSingleKeys(isOn: boolean): void {
  if (isOn) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, "off");
  window.dispatchEvent(new StorageEvent("storage", { key: storageKey }));
}

/** Whether shortcuts of single keys are on, kept up to date, also when another tab changes it. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, areSingleKeysOn, () => true);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("storage", onChange);
  return () => window.removeEventListener("storage", onChange);
}
