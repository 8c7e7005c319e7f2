import type { EditHost, EditHosts, Host } from "./schema";

/** How the log names a host. */
export const subjectOf = ({ id, hostname }: Pick<Host, "id" | "hostname">) => ({ type: "host", id, label: hostname });

/** The field of a host that a violated constraint says is taken, or undefined for any other constraint. */
export function takenFieldOf(constraint: string | undefined): "hostname" | "ip" | undefined {
  if (constraint === "hosts_hostname_unique") return "hostname";
  if (constraint === "hosts_ip_unique") return "ip";
  return undefined;
}

/** Whether a host takes a name or an address that it did not keep from others before. */
export const takesAnew = (before: Host, after: Host) =>
  before.hostname !== after.hostname ||
  before.ip !== after.ip ||
  before.environment !== after.environment ||
  (before.status === "retired" && after.status !== "retired");

/** What an edit is called in the log: leaving service and coming back are events of their own, because people look for them. */
export function editAction(before: Host["status"], after: Host["status"]) {
  if (before !== after && after === "retired") return "host.retired" as const;
  if (before !== after && before === "retired") return "host.brought-back" as const;
  return "host.updated" as const;
}

/** Whether to delete a host, its name must be typed once more. */
export const needsConfirmation = ({ environment }: Pick<Host, "environment">) => environment === "prod";

/** The fields that a change of several hosts may change. */
export const bulkFields = ["os", "environment", "criticality", "status", "owner", "team", "tags"] as const;

/** A host as an edit makes it. What is left out, or undefined, stays. */
export function withChanges(host: Host, changes: EditHost["changes"]): Host {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...host, ...Object.fromEntries(given) };
}

/** A host as a change of several makes it. */
export function withBulkChanges(host: Host, { addTags = [], removeTags = [], ...changes }: EditHosts["changes"]): Host {
  const kept = host.tags.filter((tag) => !removeTags.includes(tag));
  return { ...withChanges(host, changes), tags: [...new Set([...kept, ...addTags])] };
}
