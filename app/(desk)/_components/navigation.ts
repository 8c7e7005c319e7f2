import {
  type Icon,
  IconAdjustmentsHorizontal,
  IconBell,
  IconLayoutDashboard,
  IconReceipt,
  IconServer2,
  IconUser,
} from "@tabler/icons-react";
import type { Permission } from "@/server/domain/permissions";

type Place = {
  href: `/${string}`;
  label: string;
  permission: Permission;
  /** The key that leads here after `g`. */
  key?: string;
};

type NavigationItem = Place & { icon: Icon };

/** The places of the desk, in the order in which they stand. Who may not read one does not see it. */
export const navigation: readonly NavigationItem[] = [
  { href: "/dashboard", label: "Dashboard", permission: "hosts.read", key: "d", icon: IconLayoutDashboard },
  { href: "/hosts", label: "Hosts", permission: "hosts.read", key: "h", icon: IconServer2 },
  { href: "/alerts", label: "Alerts", permission: "alerts.read", key: "l", icon: IconBell },
  { href: "/audit-events", label: "Audit", permission: "audit-events.read", key: "a", icon: IconReceipt },
  { href: "/users", label: "Users", permission: "users.read", key: "u", icon: IconUser },
  { href: "/settings", label: "Settings", permission: "settings.read", icon: IconAdjustmentsHorizontal },
];

/** What one may do about oneself. */
export const ownPlaces: readonly Place[] = [
  { href: "/account/sessions", label: "Sessions", permission: "sessions.read-own" },
  { href: "/account/api-tokens", label: "API tokens", permission: "api-tokens.manage-own" },
  { href: "/account/two-step", label: "Two-step sign-in", permission: "two-step.manage-own" },
  { href: "/password", label: "Change password", permission: "password.change" },
];

/** Where something new begins. */
export const beginnings: readonly Place[] = [
  { href: "/hosts/new", label: "Register host", permission: "hosts.write" },
  { href: "/hosts/import", label: "Import hosts", permission: "hosts.write" },
  { href: "/users/new", label: "Create user", permission: "users.write" },
  { href: "/users/import", label: "Import users", permission: "users.write" },
];
