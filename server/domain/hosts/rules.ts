import type { Host } from "./schema";

/** The field of a host that a violated constraint says is taken, or undefined for any other constraint. */
export function takenFieldOf(constraint: string | undefined): "hostname" | "ip" | undefined {
  if (constraint === "hosts_hostname_unique") return "hostname";
  if (constraint === "hosts_ip_unique") return "ip";
  return undefined;
}

/** What an edit is called in the log: leaving service and coming back are events of their own, because people look for them. */
export function editAction(before: Host["status"], after: Host["status"]) {
  if (before !== after && after === "retired") return "host.retired" as const;
  if (before !== after && before === "retired") return "host.brought-back" as const;
  return "host.updated" as const;
}

/** Whether to delete a host, its name must be typed once more. */
export const needsConfirmation = ({ environment }: Pick<Host, "environment">) => environment === "prod";
