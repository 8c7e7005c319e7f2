import { type Icon, IconAdjustmentsHorizontal, IconReceipt, IconServer2, IconUser } from "@tabler/icons-react";
import type { Permission } from "@/server/domain/permissions";

type NavigationItem = { href: `/${string}`; label: string; permission: Permission; icon: Icon };

/** The places of the desk, in the order in which they stand. Who may not read one does not see it. */
export const navigation: readonly NavigationItem[] = [
  { href: "/hosts", label: "Hosts", permission: "hosts.read", icon: IconServer2 },
  { href: "/audit-events", label: "Audit", permission: "audit-events.read", icon: IconReceipt },
  { href: "/users", label: "Users", permission: "users.read", icon: IconUser },
  { href: "/settings", label: "Settings", permission: "settings.read", icon: IconAdjustmentsHorizontal },
];
