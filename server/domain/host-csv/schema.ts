import type { RegisterHost } from "@/server/domain/hosts/schema";

/** The columns of hosts as CSV, in the order of an export, and the fields that they hold. */
export const fieldOf = {
  hostname: "hostname",
  ip: "ip",
  fqdn: "fqdn",
  os: "os",
  environment: "environment",
  owner: "owner",
  team: "team",
  criticality: "criticality",
  status: "status",
  tags: "tags",
  notes: "notes",
  connection_method: "connectionMethod",
  ssh_user: "sshUser",
  ssh_port: "sshPort",
  bastion_host: "bastionHost",
  bastion_port: "bastionPort",
} as const satisfies Record<string, keyof RegisterHost>;

export type Column = keyof typeof fieldOf;

export const columns = Object.keys(fieldOf) as Column[];
const required = ["hostname", "ip", "os", "environment"] as const satisfies Column[];

/** The columns that a file of hosts may and must have. */
export const hostFileColumns = { known: columns, required };
