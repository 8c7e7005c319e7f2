import type { Permission } from "@/server/domain/permissions";
import { navigation } from "./navigation";

export type Shortcut = { keys: string; does: string; permission?: Permission };

/** Every shortcut of the desk, by where it works. */
export const shortcutGroups: readonly { label: string; shortcuts: readonly Shortcut[] }[] = [
  {
    label: "Everywhere",
    shortcuts: [
      { keys: "Ctrl+K", does: "Search hosts, pages and actions (Cmd+K on a Mac)" },
      { keys: "?", does: "Show this list" },
      ...navigation.flatMap(({ key, label, permission }) =>
        key === undefined ? [] : [{ keys: `g ${key}`, does: `Go to ${label}`, permission }],
      ),
    ],
  },
  {
    label: "Lists of hosts",
    shortcuts: [
      { keys: "/", does: "Search the list" },
      { keys: "j k", does: "Next and previous row" },
      { keys: "Enter", does: "Open the row" },
      { keys: "x", does: "Select the row", permission: "hosts.write" },
      { keys: "e", does: "Edit the row", permission: "hosts.write" },
      { keys: "c", does: "Register a host", permission: "hosts.write" },
      { keys: "Esc", does: "Clear the selection", permission: "hosts.write" },
    ],
  },
  {
    label: "A host",
    shortcuts: [
      { keys: "j k", does: "Next and previous host of the list" },
      { keys: "e", does: "Edit", permission: "hosts.write" },
    ],
  },
  {
    label: "Alerts",
    shortcuts: [
      { keys: "j k", does: "Next and previous alert of the list" },
      { keys: "a", does: "Acknowledge the one that is open", permission: "alerts.acknowledge" },
    ],
  },
];
